package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// server is a running PostgreSQL; without a folder it is somebody else's.
type server struct {
	address  *url.URL
	folder   string
	settings []string
	process  *os.Process
	ended    chan struct{}

	mu        sync.Mutex
	templates []string
}

// folderPrefix is followed by the process number of the test binary, see sweep.
const folderPrefix = "pgtest-"

// startWait bounds how long a server may take to answer.
const startWait = 30 * time.Second

// quick are the settings of a server whose data nobody needs after a crash.
var quick = []string{
	"fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "deadlock_timeout=50ms",
	"autovacuum=off", "max_wal_senders=0", "wal_level=minimal",
}

func launch(settings []string) (*server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	sweep(os.TempDir())
	owner, err := unprivileged()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp(os.TempDir(), fmt.Sprintf("%s%d-", folderPrefix, os.Getpid()))
	if err != nil {
		return nil, err
	}
	if owner != nil {
		err = os.Chown(folder, int(owner.Uid), int(owner.Gid))
	}
	s := &server{folder: folder, settings: settings}
	if err == nil {
		err = s.initialise(bin, owner)
	}
	// The free port is chosen before it is used, so another process may be faster.
	for range 3 {
		if err == nil {
			if err = s.serve(bin, owner); err == nil {
				return s, nil
			}
		}
	}
	s.stop()
	return nil, err
}

// find returns the folder of the server's programs.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil && isFile(filepath.Join(filepath.Dir(real), "postgres")) {
			return filepath.Dir(real), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errors.New("PostgreSQL is not installed: " + install)
	}
	best := found[0]
	for _, f := range found[1:] {
		if major(f) > major(best) {
			best = f
		}
	}
	return filepath.Dir(best), nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// major reads 15 from /usr/lib/postgresql/15/bin/initdb.
func major(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// unprivileged returns the account to run the server under, nil for our own: PostgreSQL refuses root.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

func (s *server) initialise(bin string, owner *syscall.Credential) error {
	cmd := exec.Command(filepath.Join(bin, "initdb"), "-D", s.data(), "-U", "postgres", "-A", "trust",
		"--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLine(out))
	}
	return nil
}

func (s *server) data() string { return filepath.Join(s.folder, "data") }

// serve starts the server and waits until it answers.
func (s *server) serve(bin string, owner *syscall.Credential) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(s.folder, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	args := []string{"-D", s.data(), "-k", s.folder, "-p", strconv.Itoa(port)}
	for _, setting := range append([]string{"listen_addresses=127.0.0.1", "max_connections=200"}, s.settings...) {
		args = append(args, "-c", setting)
	}
	cmd := exec.Command(filepath.Join(bin, "postgres"), args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.folder, log, log
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Credential: owner, Setpgid: true})
	if err := s.spawn(cmd); err != nil {
		return err
	}
	s.address = &url.URL{
		Scheme: "postgres", User: url.User("postgres"), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		Path: "/postgres", RawQuery: "sslmode=disable",
	}
	return s.await()
}

// spawn starts the server from a thread that lives as long as the server: the kernel's "parent died" signal is sent
// when the starting thread ends, not the process.
func (s *server) spawn(cmd *exec.Cmd) error {
	started := make(chan error)
	s.ended = make(chan struct{})
	go func(ended chan struct{}) {
		runtime.LockOSThread()
		defer close(ended)
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	}(s.ended)
	err := <-started
	s.process = cmd.Process
	return err
}

func (s *server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startWait)
	defer cancel()
	for {
		err := s.sql("SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			out, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			return fmt.Errorf("postgres ended at once: %s", lastLine(out))
		case <-ctx.Done():
			return fmt.Errorf("postgres does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends a server of our own at once and removes its folder; on one that was given, it drops the templates.
func (s *server) stop() {
	if s.folder == "" {
		for _, name := range s.templates {
			if err := s.sql("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
				fmt.Fprintln(os.Stderr, "pgtest:", err)
			}
		}
		return
	}
	if s.process != nil {
		// SIGQUIT is PostgreSQL's immediate shutdown.
		_ = s.process.Signal(syscall.SIGQUIT)
		select {
		case <-s.ended:
		case <-time.After(5 * time.Second):
			_ = s.process.Kill()
			<-s.ended
		}
	}
	_ = os.RemoveAll(s.folder)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// sweep removes the folders of test binaries that were killed before they could.
func sweep(dir string) {
	found, _ := filepath.Glob(filepath.Join(dir, folderPrefix+"*-*"))
	for _, folder := range found {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), folderPrefix), "-")
		pid, err := strconv.Atoi(number)
		if err == nil && pid > 0 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(folder)
		}
	}
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}
