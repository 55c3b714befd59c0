package netguard

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// rebindingResolver answers the first question for an address with a public one and all later ones with 127.0.0.1.
func rebindingResolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go serveRebinding(conn)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func serveRebinding(conn net.PacketConn) {
	var asked atomic.Int32
	buf := make([]byte, 1500)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var query dnsmessage.Message
		if query.Unpack(buf[:n]) != nil || len(query.Questions) != 1 {
			continue
		}
		reply, err := rebindingReply(query, &asked).Pack()
		if err == nil {
			_, _ = conn.WriteTo(reply, from)
		}
	}
}

func rebindingReply(query dnsmessage.Message, asked *atomic.Int32) *dnsmessage.Message {
	question := query.Questions[0]
	reply := &dnsmessage.Message{
		Header:    dnsmessage.Header{ID: query.ID, Response: true, RecursionAvailable: true},
		Questions: query.Questions,
	}
	if question.Type != dnsmessage.TypeA {
		return reply
	}
	address := [4]byte{127, 0, 0, 1}
	if asked.Add(1) == 1 {
		address = [4]byte{93, 184, 215, 14}
	}
	header := dnsmessage.ResourceHeader{Name: question.Name, Type: question.Type, Class: question.Class}
	reply.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AResource{A: address}}}
	return reply
}
