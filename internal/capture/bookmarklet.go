package capture

import (
	"encoding/json"
	"net/url"
	"strings"
)

// Selection is how many characters of what is selected on a page a bookmarklet takes along.
const Selection = 2000

// Bookmarklet is the address of a bookmark that opens the console's capture page with the address, the title and the
// selected text of the page one looks at. It opens a window and does nothing else, so that it works on pages whose rules
// forbid foreign scripts, requests and frames.
func Bookmarklet(console string) string {
	target, err := json.Marshal(strings.TrimRight(console, "/") + "/capture?") // escapes <, > and &
	if err != nil {
		return ""
	}
	// f cuts to a length and drops halves of characters, which cannot be encoded.
	script := `(function(){var w=window,d=document,e=encodeURIComponent,t='';` +
		`function f(s,n){return e(String(s).slice(0,n).replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/g,'')` +
		`.replace(/(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/g,'$1'))}` +
		`try{t=w.getSelection()||''}catch(x){}` +
		`w.open(` + string(target) + `+'url='+f(d.location.href,2000)+'&title='+f(d.title,300)+'&text='+f(t,2000),'_blank','noopener')})()`
	return "javascript:" + url.PathEscape(script)
}
