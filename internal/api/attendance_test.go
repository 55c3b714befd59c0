package api

import (
	"testing"

	"switchboard"
)

func TestAttendance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/api/v1/agents/" + w.people[switchboard.RoleAgent].ID.String()
	ask := func(name, method, path, body string, status int, has ...string) {
		t.Helper()
		w.want(scenario{Name: name, request: request{Method: method, Path: path, Body: body, As: switchboard.RoleAdmin},
			Status: status, Has: has})
	}
	ask("a shift of one minute", "PUT", path+"/shift", `{"shift":{"zone":"UTC","hours":{"tue":["09:00-09:01"]}}}`, 200, `"now":"off_shift"`)
	ask("a zone nobody knows", "PUT", path+"/shift", `{"shift":{"zone":"Nowhere/Here","hours":{"mon":["09:00-10:00"]}}}`, 422, `zone`)
	ask("still that shift", "GET", path+"/attendance", "", 200, `"09:00-09:01"`)
	ask("no shift", "PUT", path+"/shift", `{}`, 200, `"now":"away"`)
	ask("ill", "POST", path+"/absences", `{"starts_at":"2020-01-01T00:00:00Z","ends_at":"2099-01-01T00:00:00Z","reason":"sick"}`,
		201, `"now":"absent"`, `"reason":"sick"`)
	ask("ends before it starts", "POST", path+"/absences",
		`{"starts_at":"2020-01-02T00:00:00Z","ends_at":"2020-01-01T00:00:00Z","reason":"sick"}`, 422, `ends_at`)
	ask("well again", "DELETE", path+"/absences/2020-01-01T00:00:00Z", "", 200, `"now":"away"`, `"absences":[]`)
	ask("once more", "DELETE", path+"/absences/2020-01-01T00:00:00Z", "", 404)
	w.want(scenario{Name: "one's own shift", request: request{Method: "PUT", Path: path + "/shift", Body: `{}`,
		As: switchboard.RoleAgent}, Status: 403})
}
