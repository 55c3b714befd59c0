package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// schemaName names the schema of a type. What a policy is made of carries that in its name: triage has findings, too. So does
// what a proposal or a ladder is made of, and what is stored of notices.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if strings.HasSuffix(t.PkgPath(), "/ownership") && !strings.HasPrefix(name, "Policy") {
		return "Policy" + name
	}
	if strings.HasSuffix(t.PkgPath(), "/setup") && !strings.HasPrefix(name, "Setup") {
		return "Setup" + name
	}
	if strings.HasSuffix(t.PkgPath(), "/oncall") {
		return "OnCall" + name
	}
	if strings.HasSuffix(t.PkgPath(), "/store/notices") {
		return "Notice" + name
	}
	return name
}
