package app_test

import (
	"os"
	"testing"

	"switchboard/internal/store/pgtest"
)

func TestMain(m *testing.M) {
	if os.Getenv(killEnv) != "" {
		endPracticeAndDie()
		return
	}
	pgtest.Main(m)
}
