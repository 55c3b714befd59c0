package pgtest

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// childEnv makes the test binary start a server, print where it is, and wait to be killed.
const childEnv = "PGTEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		s, err := launch(quick)
		if err != nil {
			println(err.Error())
			os.Exit(1)
		}
		os.Stdout.WriteString(strconv.Itoa(s.process.Pid) + " " + s.folder + "\n")
		select {}
	}
	Main(m)
}

func query[T any](t *testing.T, url, q string) (v T) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if err := conn.QueryRow(t.Context(), q).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func exec1(url, statement string) error {
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		return err
	}
	defer conn.Close(context.Background())
	_, err = conn.Exec(context.Background(), statement)
	return err
}

func TestEveryTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	a, b := URL(t), URL(t)
	if err := exec1(a, "CREATE TABLE lantern (id int)"); err != nil {
		t.Fatal(err)
	}
	const q = "SELECT count(*) FROM pg_tables WHERE tablename = 'lantern'"
	if na, nb := query[int](t, a, q), query[int](t, b, q); na != 1 || nb != 0 {
		t.Errorf("table seen in a: %d, in b: %d; want 1 and 0", na, nb)
	}
	if enc := query[string](t, a, "SHOW server_encoding"); enc != "UTF8" {
		t.Errorf("encoding %s", enc)
	}
}

func TestTemplateIsPreparedOnce(t *testing.T) {
	t.Parallel()
	var runs atomic.Int32
	prepare := func(url string) error {
		runs.Add(1)
		return exec1(url, "CREATE TABLE kettle AS SELECT 7 AS litres")
	}
	for range 3 {
		url := URLFrom(t, "kettle", prepare)
		if n := query[int](t, url, "SELECT litres FROM kettle"); n != 7 {
			t.Errorf("copy holds %d", n)
		}
	}
	if runs.Load() != 1 {
		t.Errorf("prepared %d times", runs.Load())
	}
}

func TestDatabaseIsDroppedAfterTheTest(t *testing.T) {
	t.Parallel()
	var gone string
	t.Run("inner", func(t *testing.T) { gone = URL(t) })
	if _, err := pgx.Connect(t.Context(), gone); err == nil {
		t.Error("database of a finished test still answers")
	}
}

func TestServerDiesWithAKilledTestBinary(t *testing.T) {
	t.Parallel()
	if os.Getenv(Env) != "" {
		t.Log("the given server is not ours, a private one is started for this test")
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"=1", Env+"=")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	_ = child.Process.Kill()
	_ = child.Wait()
	if err != nil {
		t.Fatalf("child said nothing: %v", err)
	}
	number, folder, _ := strings.Cut(strings.TrimSpace(line), " ")
	pid, err := strconv.Atoi(number)
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); !dead(pid); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = syscall.Kill(pid, syscall.SIGQUIT)
			t.Fatalf("server %d survived its test binary", pid)
		}
	}
	sweep(filepath.Dir(folder))
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder of a killed test binary stays: %v", err)
	}
}

// dead also counts a process that nobody has waited for yet.
func dead(pid int) bool {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return true
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(rest, "Z")
}

func TestSweepLeavesTheLiving(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	living := filepath.Join(dir, folderPrefix+strconv.Itoa(os.Getpid())+"-1")
	strange := filepath.Join(dir, folderPrefix+"x-1")
	for _, d := range []string{living, strange} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	sweep(dir)
	for _, d := range []string{living, strange} {
		if _, err := os.Stat(d); err != nil {
			t.Error(err)
		}
	}
}

func TestAttachRefusesWhatIsNoServer(t *testing.T) {
	t.Parallel()
	if _, err := attach("postgres://nobody@127.0.0.1:1/none?connect_timeout=2"); err == nil {
		t.Error("attached to a closed port")
	}
	if major("/usr/lib/postgresql/15/bin/initdb") != 15 || major("/odd") != 0 {
		t.Error("version is read wrongly from the path")
	}
}
