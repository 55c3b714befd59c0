package api

import (
	"testing"

	"switchboard/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
