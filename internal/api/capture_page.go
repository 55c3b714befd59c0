package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/capture"
)

// pageTimeout is how long somebody waits for a page they asked to have opened.
const pageTimeout = 8 * time.Second

// readPage opens a page through the guard and reads its description.
func (s *server) readPage(ctx context.Context, address string) (p capture.Page, err error) {
	if s.Connect == nil {
		return p, errors.New("nothing is opened here")
	}
	ctx, cancel := context.WithTimeout(ctx, pageTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return p, err
	}
	req.Header.Set("Accept", "text/html")
	resp, err := s.Connect(nil, nil).Reading.Do(req)
	if err != nil {
		return p, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		return p, fmt.Errorf("it answered %d", resp.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, capture.MaxPage))
	if err != nil {
		return p, err
	}
	return capture.ReadPage(raw), nil
}

// inField names the field an error is about.
func inField(err error, field string) error {
	var refused *switchboard.Error
	if errors.As(err, &refused) {
		return refused.WithField(field)
	}
	return err
}

// AddressIn asks what an address tells.
type AddressIn struct {
	URL     string                 `query:"url" required:"true" maxLength:"4000" doc:"The address"`
	Network switchboard.NetworkKey `query:"network" maxLength:"64" doc:"Only for an address that does not tell"`
}

// AddressTold is what an address tells.
type AddressTold struct {
	Network     switchboard.NetworkKey `json:"network"`
	NetworkName string                 `json:"network_name"`
	URL         string                 `json:"url" doc:"Without what changes nothing"`
	Handle      string                 `json:"handle,omitempty" doc:"Of who said it"`
	Post        bool                   `json:"post" doc:"It is of one thing somebody said; else say who said what"`
	Comment     bool                   `json:"comment" doc:"It hangs under something"`
}

func (s *server) captureAddress(_ context.Context, in *AddressIn) (*BodyOf[AddressTold], error) {
	link, err := linkOf(in.URL, in.Network)
	if err != nil {
		return nil, err
	}
	n, err := capture.Find(link.Network)
	return bodyOf(AddressTold{Network: link.Network, NetworkName: n.Name, URL: link.URL, Handle: link.Handle, Post: link.Post,
		Comment: link.Thread != ""}), err
}

// Bookmarklet is a bookmark that opens the capture page.
type Bookmarklet struct {
	Address string `json:"address" doc:"To drag into the bookmarks: it begins with javascript:"`
	Console string `json:"console" doc:"The console it opens"`
}

func (s *server) bookmarklet(ctx context.Context, _ *struct{}) (*BodyOf[Bookmarklet], error) {
	home, known := s.home(callOf(ctx))
	if !known {
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "This installation does not know its own address.").
			WithHint("Set public-url to the address people open.")
	}
	return bodyOf(Bookmarklet{Address: capture.Bookmarklet(home), Console: home}), nil
}
