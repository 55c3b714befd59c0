import { chromium } from 'playwright-core'
const base='http://127.0.0.1:18477'
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--headless','--no-sandbox','--disable-gpu','--disable-quic','--no-first-run'] })
const p = await (await b.newContext()).newPage()
await p.goto(base+'/sign-in'); await p.fill('[name=email]','ada@example.org'); await p.fill('[name=password]','a long pass phrase'); await p.click('button[type=submit]'); await p.waitForURL('**/v/mine')
const r = (m,path,data)=>p.request.fetch(base+'/api/v1'+path,{method:m,headers:{Origin:base},data}).then(async x=>{ if(!x.ok()) console.log(path,x.status(),await x.text()); return x.status()===204?{}:x.json()})
await r('POST','/accounts',{network:'practice',handle:'kettles',name:'Kettles & Co',config:{url:base+'/practice',token:'token-of-kettles'},state:'live'})
const say=['my kettle is broken, it leaks','what does the big kettle cost with two lids?','I was charged twice for my order','are you looking for mechanics in Leipzig?','your battery caught fire and I burned my hand','I am a reporter at the Daily and would like a comment','where is my parcel, it is two weeks late','Das Paket ist nie angekommen','love your kettles, thank you','I want to buy ten kettles for our office, can you make an offer?','الغلاية لا تعمل منذ أمس','the app crashes when I open it']
let i=0
for(const s of say){ await p.request.post(base+'/practice/say',{form:{handle:'c'+(i++),name:'Customer '+i,text:'@kettles '+s},headers:{Origin:base}}) }
await b.close()
