package app_test

import (
	"testing"

	"switchboard/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
