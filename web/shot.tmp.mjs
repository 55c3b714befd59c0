import { chromium } from 'playwright-core'
const [,, out, theme='light', w='1440', h='900', ...paths] = process.argv
const base='http://127.0.0.1:18477'
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run'] })
const c = await b.newContext({ viewport:{width:+w,height:+h}, colorScheme: theme, locale:'en-GB' })
const p = await c.newPage()
p.on('console', m => { if (m.type()!=='log'&&m.type()!=='debug') console.log(m.type(), m.text().slice(0,300)) })
p.on('pageerror', e => console.log('ERR', e.message, e.stack?.slice(0,400)))
await p.goto(base+'/sign-in'); await p.fill('[name=email]','ada@example.org'); await p.fill('[name=password]','a long pass phrase'); await p.click('button[type=submit]'); await p.waitForURL('**/v/mine')
let i=0
for (const path of paths) {
  if (path.startsWith('click:')) { await p.getByRole('button',{name:path.slice(6)}).first().click(); }
  else if (path.startsWith('focus:')) { await p.getByRole('button',{name:path.slice(6)}).first().focus(); }
  else if (path.startsWith('fill:')) { const [l,v]=path.slice(5).split('='); await p.getByLabel(l).first().fill(v); }
  else if (path.startsWith('radio:')) { await p.getByRole('radio',{name:path.slice(6)}).first().check(); }
  else if (path.startsWith('scroll:')) { await p.evaluate((n)=>document.querySelectorAll('main section')[0].scrollBy(0,+n), path.slice(7)); }
  else if (path==='shot') { await p.screenshot({path:`${out}-${i++}.png`}) }
  else await p.goto(base+path)
  await p.waitForTimeout(900)
}
await b.close()
