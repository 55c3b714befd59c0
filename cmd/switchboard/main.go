// Command switchboard is the whole product: the server and everything an operator needs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	_ "time/tzdata" // where the system has no time zones, as in an image from scratch

	"github.com/alecthomas/kong"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/config"
	"switchboard/internal/timesource"
)

// version is set when the binary is built.
var version = "dev"

// cli is the command line.
type cli struct {
	settingFlags
	JSON bool             `help:"Print for machines: JSON on standard output."`
	Says kong.VersionFlag `name:"version" help:"Print the version and stop."`

	Serve     serveCommand     `cmd:"" help:"Run everything: listen, decide, answer."`
	Import    importCommand    `cmd:"" help:"Read message records through the real line."`
	Triage    triageCommand    `cmd:"" help:"Read JSON lines with a text, print what triage finds in each."`
	Policy    policyCommand    `cmd:"" help:"Look at the ownership policy."`
	Networks  networksCommand  `cmd:"" help:"List the connectors built in, what they can do and their limits."`
	Roster    rosterCommand    `cmd:"" help:"Say when people work."`
	User      userCommand      `cmd:"" help:"Take people in, lock them out, set passwords."`
	Token     tokenCommand     `cmd:"" help:"Make, list and end API tokens."`
	Doctor    doctorCommand    `cmd:"" help:"Say what is not as it should be, and what to do about it."`
	Backup    backupCommand    `cmd:"" help:"Write a backup of the installation, which may be running."`
	Restore   restoreCommand   `cmd:"" help:"Bring a backup back into an empty data folder."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database's schema up to date."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
	Reference referenceCommand `cmd:"" hidden:"" help:"Print the reference page of the commands."`
}

// run is what every command is given.
type run struct {
	ctx      context.Context
	settings config.Settings
	json     bool
	in       io.Reader
	out, err io.Writer
	time     timesource.Source
	log      *slog.Logger
}

// errSomeRefused ends a command that reads lines and did its work for all but some. What is wrong with them has been told.
var errSomeRefused = errors.New("some lines were refused")

func main() { os.Exit(execute(os.Args[1:])) }

// execute runs one command line and returns its exit status: 0 done, 1 failed, 2 not understood, 3 done but for some
// lines that were refused.
func execute(args []string) int {
	var c cli
	parser, err := newParser(&c)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "switchboard:", err)
		fmt.Fprintln(os.Stderr, switchboard.Typed("  See `switchboard --help`.", quoted(os.Args[0])))
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	settings, err := c.settings()
	if err != nil {
		return fail(err, quoted(os.Args[0]))
	}
	r := &run{ctx: ctx, settings: settings, json: c.JSON, in: os.Stdin, out: os.Stdout, err: os.Stderr,
		time: timesource.System(), log: logger(settings)}
	switch err := parsed.Run(r); {
	case err == nil, errors.Is(err, context.Canceled):
		return 0
	case errors.Is(err, errSomeRefused):
		return 3
	default:
		return fail(err, r.command())
	}
}

func newParser(c *cli, more ...kong.Option) (*kong.Kong, error) {
	return kong.New(c, append([]kong.Option{kong.Name("switchboard"),
		kong.Description("Hears customers on many networks, decides who leads, and answers once."),
		kong.Vars{"version": built().String(), "freedom": strconv.Itoa(access.DefaultFreedom), "cap": strconv.Itoa(access.DefaultCap)}}, more...)...)
}

// fail tells a person what went wrong and what to do, with commands as they are typed here; the cause comes last.
func fail(err error, command string) int {
	var e *switchboard.Error
	if !errors.As(err, &e) {
		fmt.Fprintln(os.Stderr, "switchboard:", err)
		return 1
	}
	fmt.Fprintln(os.Stderr, "switchboard:", e.Text)
	if e.Hint != "" {
		fmt.Fprintln(os.Stderr, "  "+switchboard.Typed(e.Hint, command))
	}
	if e.Cause != nil {
		fmt.Fprintln(os.Stderr, "  cause:", e.Cause)
	}
	return 1
}

func logger(s config.Settings) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}
