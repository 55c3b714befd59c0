// Package pgtest gives tests a PostgreSQL of their own. Each test binary starts at most one private server, on
// 127.0.0.1 and without durability, and every test gets a fresh database in it:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
//	func TestX(t *testing.T) { url := pgtest.URL(t); … }
//
// The server dies with the test binary, however that ends. A server that already runs is used instead when the
// environment variable SWITCHBOARD_TEST_POSTGRES holds the URL of a superuser on it.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Env names the variable that holds the URL of a server to use.
const Env = "SWITCHBOARD_TEST_POSTGRES"

// install is the way out when there is no PostgreSQL.
const install = "apt-get install --no-install-recommends -y postgresql"

// shared is the one server of this test binary.
var shared struct {
	once   sync.Once
	server *server
	err    error
	count  atomic.Int64

	mu        sync.Mutex
	templates map[string]func() (string, error)
}

// Main runs the tests and stops the server. Call it from TestMain.
func Main(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	defer func() {
		if shared.server != nil {
			shared.server.stop()
		}
	}()
	return m.Run()
}

// URL returns the address of an empty database that is dropped when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	s := start(t)
	return s.fresh(t, "template0")
}

// URLFrom is URL for a database that prepare has filled. prepare runs once per key and test binary, on a database that
// all others with the same key are copies of; it must leave no connection open.
func URLFrom(t testing.TB, key string, prepare func(url string) error) string {
	t.Helper()
	s := start(t)
	shared.mu.Lock()
	if shared.templates == nil {
		shared.templates = map[string]func() (string, error){}
	}
	template := shared.templates[key]
	if template == nil {
		template = sync.OnceValues(func() (string, error) { return s.template(prepare) })
		shared.templates[key] = template
	}
	shared.mu.Unlock()
	name, err := template()
	if err != nil {
		t.Fatalf("pgtest: prepare %s: %v", key, err)
	}
	return s.fresh(t, name)
}

func start(t testing.TB) *server {
	t.Helper()
	shared.once.Do(func() {
		if address := os.Getenv(Env); address != "" {
			shared.server, shared.err = attach(address)
			return
		}
		shared.server, shared.err = launch(quick)
	})
	if shared.err != nil {
		t.Fatalf("pgtest: %v", shared.err)
	}
	return shared.server
}

func attach(address string) (*server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("%s is not a URL", Env)
	}
	s := &server{address: u}
	return s, s.sql("SELECT 1")
}

func (s *server) template(prepare func(string) error) (string, error) {
	name := databaseName()
	if err := s.sql("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		return "", err
	}
	s.mu.Lock()
	s.templates = append(s.templates, name)
	s.mu.Unlock()
	return name, prepare(s.url(name))
}

func (s *server) fresh(t testing.TB, template string) string {
	t.Helper()
	name := databaseName()
	if err := s.sql("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := s.sql("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return s.url(name)
}

// databaseName differs between the test binaries that may share one server.
func databaseName() string {
	return fmt.Sprintf("t%d_%d", os.Getpid(), shared.count.Add(1))
}

func (s *server) url(database string) string {
	u := *s.address
	u.Path = "/" + database
	return u.String()
}

func (s *server) sql(statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.address.String())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}
