package desk_test

import (
	"testing"

	"switchboard"
	"switchboard/internal/app"
	"switchboard/internal/store/pgtest"
	"switchboard/internal/testkit"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func waiting(t testkit.T, a *app.App, account switchboard.Account, d switchboard.DepartmentKey) switchboard.Conversation {
	return testkit.Waiting(t, a, account, d)
}
