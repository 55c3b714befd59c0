import { chromium } from 'playwright-core'
const [,, base, out, theme='light', w='1440', h='900', ...paths] = process.argv
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] })
const c = await b.newContext({ viewport:{width:+w,height:+h}, colorScheme: theme })
const p = await c.newPage()
p.on('console', m => { if (m.type()!=='log') console.log(m.type(), m.text()) })
p.on('pageerror', e => console.log('ERR', e.message))
await p.goto(base + '/'); await p.waitForTimeout(700)
await p.screenshot({ path: out + '-signin.png' })
await p.fill('[name=email]','ada@example.org'); await p.fill('[name=password]','a long pass phrase'); await p.click('button[type=submit]')
await p.waitForTimeout(700)
await p.screenshot({ path: out + '-home.png' }); console.log(p.url())
for (const path of paths) { await p.goto(base+path); await p.waitForTimeout(900); await p.screenshot({path: out + path.replaceAll('/','_') + '.png'}) }
await b.close()
