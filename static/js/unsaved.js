// Asks before a page with typed and unsaved text is left. Nothing is kept in the browser: machines are shared.
// Text that was kept on the server (drafts.js) may be left.
export function warnUnsaved (forms) {
  let dirty = false
  let sending = false
  for (const form of forms) {
    form.addEventListener('input', () => { dirty = true })
    form.addEventListener('submit', () => { sending = true })
  }
  window.addEventListener('s117:leaving', () => { sending = true })
  window.addEventListener('s117:kept', () => { dirty = false })
  window.addEventListener('beforeunload', (event) => {
    if (dirty && !sending) event.preventDefault()
  })
}
