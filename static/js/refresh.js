// Looks again at a page that waits for background work: [data-refresh] holds seconds between looks. The element is
// replaced by its newer self; a live region that outlives it says the new status. These looks never count as activity.
export function refreshStatus (parts) {
  for (const part of parts) watch(part)
}

function watch (part) {
  const seconds = Number(part.dataset.refresh) || 2
  const said = document.createElement('p')
  said.className = 'nhsuk-u-visually-hidden'
  said.setAttribute('role', 'status')
  part.after(said)
  let current = part
  const timer = setInterval(async () => {
    try {
      const answer = await fetch(window.location.href, { headers: { 'X-Poll': '1' } })
      if (!answer.ok || answer.redirected) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const newer = page.getElementById(current.id)
      if (!newer) {
        // The work is done, and its result stands elsewhere on the page.
        clearInterval(timer)
        window.location.reload()
        return
      }
      if (newer.textContent.trim() !== current.textContent.trim()) {
        current.replaceWith(newer)
        current = newer
        said.textContent = newer.textContent.trim()
      }
      if (!newer.dataset.refresh) clearInterval(timer)
    } catch { /* the next look may work */ }
  }, seconds * 1000)
}
