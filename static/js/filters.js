// On a phone the filters would push the list off the screen: they start closed there.
export function closeFiltersOnPhones (panels) {
  if (window.matchMedia('(max-width: 640px)').matches) {
    for (const panel of panels) panel.removeAttribute('open')
  }
}
