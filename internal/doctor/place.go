package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"switchboard/internal/disk"
)

// settings looks at what was chosen.
func (d *Doctor) settings() {
	if err := d.Settings.Validate(); err != nil {
		d.say("settings", Problem, err.Error(), "See docs/reference/settings.md.")
	}
	for _, name := range d.Unknown {
		d.say("settings", Problem, "There is no setting "+name+".", "Correct or remove it: see docs/reference/settings.md.")
	}
	d.publicURL()
}

// publicURL: links that customers get must lead here, and be safe on the way.
func (d *Doctor) publicURL() {
	if d.Settings.PublicURL == "" {
		if !loopback(hostOf(d.Settings.Listen)) {
			d.say("public-url", Note, "Others can reach this server, and public-url is not set.",
				"Set SWITCHBOARD_PUBLIC_URL to the address people use, so that links and sign-in work.")
		}
		return
	}
	u, err := url.Parse(d.Settings.PublicURL)
	if err == nil && u.Scheme == "http" && !loopback(u.Hostname()) {
		d.say("public-url", Problem, "The public address is not encrypted: passwords would cross the network in clear text.",
			"Use an https address: --acme gets a certificate, or put a proxy with TLS in front.")
		return
	}
	d.fine("public-url", d.Settings.PublicURL)
}

func hostOf(listen string) string {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return ""
	}
	return host
}

func loopback(host string) bool {
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// folder looks at the data folder: it must be there, be ours, and be nobody else's to read.
func (d *Doctor) folder() {
	stat, err := os.Stat(d.Settings.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.say("data", Note, "The data folder "+d.Settings.Data+" is not there yet.", "`switchboard serve` makes it.")
		return
	case err != nil || !stat.IsDir():
		d.say("data", Problem, "The data folder "+d.Settings.Data+" is no folder that can be read.", "Give another --data.")
		return
	}
	if stat.Mode().Perm()&0o077 != 0 {
		d.say("data", Problem, fmt.Sprintf("Others may look into the data folder (mode %04o).", stat.Mode().Perm()),
			"Run chmod 700 "+d.Settings.Data+".")
	}
	probe, err := os.CreateTemp(d.Settings.Data, ".doctor-")
	if err != nil {
		d.say("data", Problem, "The data folder cannot be written by this user.", "Run doctor as the user who runs the server, "+
			"and give the folder to that user.")
		return
	}
	_ = probe.Close()
	if err := os.Remove(probe.Name()); err == nil {
		d.fine("data", "The data folder can be written.")
	}
}

// room looks at the disk.
func (d *Doctor) room() {
	if _, err := os.Stat(d.Settings.Data); err != nil {
		return
	}
	free, err := disk.Free(d.Settings.Data)
	switch {
	case err != nil:
		d.say("disk", Note, "Free disk space cannot be measured here.", "")
	case free < d.Settings.DiskReserve:
		d.say("disk", Problem, fmt.Sprintf("%d MiB are free and %d must stay free: nothing new is taken in.", free>>20,
			d.Settings.DiskReserve>>20), "Make room, or lower disk-reserve.")
	case free < 4*d.Settings.DiskReserve:
		d.say("disk", Note, fmt.Sprintf("%d MiB are free; below %d nothing new is taken in.", free>>20, d.Settings.DiskReserve>>20),
			"Make room soon.")
	default:
		d.fine("disk", fmt.Sprintf("%d MiB are free.", free>>20))
	}
}
