package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"switchboard/internal/connector/webhook"
)

// TestTheServerOutlivesAFullDisk lets the system refuse the real server any byte more of its database's log, half-way
// through a write, by the limit that every user may set on the size of files. It goes on serving, and takes everything
// once it may write again: one process, from beginning to end.
func TestTheServerOutlivesAFullDisk(t *testing.T) {
	t.Parallel()
	s := serve(t)
	const key, before, all = "a signing key of the shop", 5, 20
	door := s.connect(key)
	for n := range before {
		if got := s.push(door, key, n); got != "stored" {
			t.Fatalf("record %d: %s", n, got)
		}
	}
	log, err := os.Stat(filepath.Join(s.data, "switchboard.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	open := s.limit(uint64(log.Size()) + 10_000)
	var refused []int
	for n := before; n < all; n++ {
		if got := s.push(door, key, n); got == "refused" {
			refused = append(refused, n)
		}
	}
	if len(refused) == 0 {
		t.Fatal("the disk is not full")
	}
	if status, raw := s.ask("GET", "/healthz", "", nil); status != http.StatusOK {
		t.Errorf("health: %d %s", status, raw)
	}
	if status, raw := s.ask("GET", "/api/v1/conversations?view=all", "", nil); status != http.StatusOK {
		t.Errorf("reading: %d %s", status, raw)
	}
	s.limit(open)
	for _, n := range refused {
		if got := s.push(door, key, n); got != "stored" {
			t.Errorf("record %d, refused before: %s", n, got)
		}
	}
	for n := range all {
		if got := s.push(door, key, n); got != "duplicate" {
			t.Errorf("record %d, sent once more: %s", n, got)
		}
	}
	s.holds(all)
}

// server is a running one.
type server struct {
	t                 *testing.T
	data, base, token string
	pid               int
	begun             time.Time
	tries             map[int]int // how often each record was pushed
}

var readyAt = regexp.MustCompile(`msg=ready address=(\S+)`)

// serve starts the binary on a folder of its own and ends it with the test, which it has to outlive.
func serve(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, data: filepath.Join(t.TempDir(), "data"), begun: time.Now().UTC(), tries: map[int]int{}}
	s.run("user", "add", "ada@kettles.example", "--name", "Ada", "--role", "admin", "--departments", "service", "--no-password")
	s.token = strings.TrimSpace(s.run("token", "create", "ada@kettles.example", "--name", "test"))
	cmd := s.command("serve", "--listen", "127.0.0.1:0")
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.pid = cmd.Process.Pid
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_, _ = io.Copy(io.Discard, said)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if at := readyAt.FindStringSubmatch(lines.Text()); at != nil {
			s.base = "http://" + at[1]
			go func() { _, _ = io.Copy(io.Discard, said) }()
			return s
		}
	}
	t.Fatal("the server did not start")
	return nil
}

func (s *server) command(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, append([]string{"--data", s.data}, args...)...)
	cmd.Env = append(os.Environ(), "SWITCHBOARD_DISK_RESERVE=0", "SWITCHBOARD_PRACTICE=off")
	return cmd
}

func (s *server) run(args ...string) string {
	s.t.Helper()
	out, err := s.command(args...).Output()
	if err != nil {
		s.t.Fatalf("%v: %v", args, err)
	}
	return string(out)
}

// limit bounds the size of the server's files and returns what bounded it before.
func (s *server) limit(bytes uint64) (before uint64) {
	s.t.Helper()
	var was unix.Rlimit
	if err := unix.Prlimit(s.pid, unix.RLIMIT_FSIZE, nil, &was); err != nil {
		s.t.Fatal(err)
	}
	if err := unix.Prlimit(s.pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: was.Max}, nil); err != nil {
		s.t.Fatal(err)
	}
	return was.Cur
}

// ask does a request and gives the answer as it came.
func (s *server) ask(method, path, signature string, body []byte) (status int, answer []byte) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.base+path, strings.NewReader(string(body)))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if signature != "" {
		req.Header.Set(webhook.HeaderName, signature)
	} else {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, err = io.ReadAll(resp.Body); err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, answer
}

// connect makes the account that records are pushed to.
func (s *server) connect(key string) (door string) {
	s.t.Helper()
	status, raw := s.ask("POST", "/api/v1/accounts", "", []byte(`{"network":"webhook","handle":"shop","name":"Shop",
		"state":"listen","config":{"name":"shop","key":"`+key+`","accounts":"@kettles"}}`))
	var account struct{ ID string }
	if err := json.Unmarshal(raw, &account); err != nil || status >= 300 {
		s.t.Fatalf("connecting: %d %s", status, raw)
	}
	return account.ID
}

// push sends a record, signed anew each time, and says what became of it. A refusal has to say what to do.
func (s *server) push(door, key string, n int) string {
	s.t.Helper()
	body := fmt.Appendf(nil, `{"network":"x","account":"@kettles","id":"m%d","direction":"in","visibility":"public","kind":"mention",
		"author":{"id":"u%[1]d","handle":"@u%[1]d"},"text":"case-%[1]d%[2]s","created_at":%[3]q}`, n,
		strings.Repeat(" the lid came off", 200), s.begun.Format(time.RFC3339))
	at := time.Now().Add(time.Duration(s.tries[n]) * time.Second) // or the next would count as the same request
	s.tries[n]++
	status, raw := s.ask("POST", "/webhook/in/"+door, webhook.Sign(body, at, key), body)
	var answer struct {
		Results    []struct{ Result string }
		Code, Hint string
	}
	err := json.Unmarshal(raw, &answer)
	switch {
	case err == nil && status == http.StatusOK && len(answer.Results) == 1:
		return answer.Results[0].Result
	case err != nil || status != http.StatusServiceUnavailable || answer.Hint == "":
		s.t.Fatalf("record %d: %d %s", n, status, raw)
	}
	return "refused"
}

// holds waits until so many conversations are there, and wants no more.
func (s *server) holds(n int) {
	s.t.Helper()
	var page struct{ Items []struct{ Preview string } }
	for end := time.Now().Add(time.Minute); len(page.Items) < n && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		status, raw := s.ask("GET", "/api/v1/conversations?view=all&limit=200", "", nil)
		if err := json.Unmarshal(raw, &page); err != nil || status != http.StatusOK {
			s.t.Fatalf("reading: %d %s", status, raw)
		}
	}
	if len(page.Items) != n {
		s.t.Errorf("%d conversations, want %d", len(page.Items), n)
	}
}
