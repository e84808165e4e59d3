// Keeps half-written answers on the server, for their writer alone, a few seconds after a key is pressed. Saying so
// is a live region at the end of the form. A page that was saved, or a session that ended, stops it.
const PAUSE = 4000

export function keepDrafts (forms) {
  for (const form of forms) watch(form)
}

function watch (form) {
  const said = document.createElement('p')
  said.className = 'app-quiet'
  said.setAttribute('role', 'status')
  form.append(said)
  let timer = null
  let last = ''
  let stopped = false

  async function keep () {
    clearTimeout(timer)
    timer = null
    const body = new URLSearchParams(new FormData(form))
    if (stopped || body.toString() === last) return
    try {
      const answer = await fetch(window.location.pathname, { method: 'POST', headers: { 'X-Draft': '1' }, body, redirect: 'manual', keepalive: body.toString().length < 60000 })
      if (stopped) return
      if (!answer.ok) return stop('This page can no longer keep what you type. Save it, or copy it to somewhere safe.')
      const { kept } = await answer.json()
      if (!kept) { said.textContent = 'This is too much text to keep. Save it now.'; return }
      last = body.toString()
      said.textContent = `Draft kept at ${kept}. It is not saved yet.`
      if (!timer) window.dispatchEvent(new Event('s117:kept'))
    } catch {
      said.textContent = 'The connection is lost. What you type is not being kept.'
    }
  }
  function stop (words) {
    stopped = true
    clearTimeout(timer)
    said.textContent = words
  }

  form.addEventListener('input', () => { if (!timer && !stopped) timer = setTimeout(keep, PAUSE) })
  form.addEventListener('submit', () => stop(''))
  document.addEventListener('visibilitychange', () => { if (document.hidden && timer) keep() })
}
