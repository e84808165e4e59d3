// Warns two minutes before the session ends and lets the person go on (WCAG 2.2.1). Tabs tell each other, so
// that staying in one keeps all. The server is asked before anybody is sent away: its clock is the one that counts.
const POLL = 60000

export function watchTimeout (dialog) {
  if (!dialog || !dialog.showModal) return
  const { warning, poll, extend, ended, token } = dialog.dataset
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('s117-session') : null
  const minutes = dialog.querySelector('[data-minutes]')
  const spoken = dialog.querySelector('[data-spoken]')
  let ends = Date.now() + Number(dialog.dataset.left) * 1000
  let asked = Date.now()

  const setLeft = (seconds) => {
    ends = Date.now() + seconds * 1000
    if (seconds > Number(warning) && dialog.open) dialog.close()
  }
  const leave = () => { window.onbeforeunload = null; window.dispatchEvent(new Event('s117:leaving')); window.location.assign(ended) }

  async function ask (url, method) {
    const headers = method === 'POST' ? { 'X-CSRFToken': token } : { 'X-Poll': '1' }
    try {
      const answer = await fetch(url, { method, headers, redirect: 'error' })
      if (answer.ok) {
        const { left } = await answer.json()
        if (left <= 0) return leave()
        setLeft(left)
      }
    } catch { /* offline: the next tick asks again */ }
    asked = Date.now()
  }
  async function stay () {
    await ask(extend, 'POST')
    tabs?.postMessage('active')
    if (dialog.open) dialog.close()
  }
  function tick () {
    const left = Math.round((ends - Date.now()) / 1000)
    if (left <= 0) return ask(poll, 'GET')
    if (left > Number(warning)) return
    if (!dialog.open) {
      if (Date.now() - asked > POLL / 4) ask(poll, 'GET')
      dialog.showModal()
    }
    const words = left > 60 ? `${Math.ceil(left / 60)} minutes` : `${left} second${left === 1 ? '' : 's'}`
    minutes.textContent = words
    if (left % 15 === 0) spoken.textContent = `We will sign you out in ${words}.`
    if (Date.now() - asked > POLL / 4) ask(poll, 'GET')
  }

  dialog.querySelector('[data-stay]').addEventListener('click', stay)
  dialog.querySelector('[data-leave]').addEventListener('click', () => document.querySelector('.nhsuk-header__account-form').submit())
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); stay() })
  tabs?.addEventListener('message', () => ask(poll, 'GET'))
  tabs?.postMessage('active')
  setInterval(tick, 1000)
}
