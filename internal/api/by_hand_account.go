package api

import (
	"context"
	"net/http"
	"strings"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/capture"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

func byHandAccountRoutes(s *server) {
	const tag = "networks"
	register(s, route{ID: "list-networks-by-hand", Method: http.MethodGet, Path: "/networks/by-hand", Tag: tag,
		Needs: access.AccountRead, Summary: "The networks that can be worked by hand, and the accounts by which they are"}, s.listNetworksByHand)
	register(s, route{ID: "work-network-by-hand", Method: http.MethodPost, Path: "/networks/{key}/by-hand", Tag: tag,
		Needs: access.AccountManage, Status: http.StatusCreated, Summary: "Work a network by hand",
		Doc: "Lists the account we have there. Messages are brought in by people and answers posted by them. An account that is " +
			"known from history is taken over with everything that was said there, and a connector can take this one over later.",
		Codes: []switchboard.Code{switchboard.CodeUnsupported}}, s.workByHand)
}

// NetworkByHand is a network that can be worked by hand.
type NetworkByHand struct {
	Key       switchboard.NetworkKey `json:"key"`
	Name      string                 `json:"name"`
	Reviews   bool                   `json:"reviews" doc:"What is said there is reviews"`
	Connector bool                   `json:"connector" doc:"A connector for it is built in"`
	Accounts  []switchboard.Account  `json:"accounts" nullable:"false" doc:"Those by which it is worked by hand"`
}

func (s *server) listNetworksByHand(ctx context.Context, _ *struct{}) (out *PageOf[NetworkByHand], err error) {
	actor := actorOf(ctx)
	err = s.view(ctx, func(tx *store.Tx) error {
		accounts, err := tx.Accounts()
		if err != nil {
			return err
		}
		out = allOf[NetworkByHand](nil)
		for _, n := range capture.Networks() {
			_, known := s.spec(n.Key)
			item := NetworkByHand{Key: n.Key, Name: n.Name, Reviews: n.Reviews, Connector: known, Accounts: []switchboard.Account{}}
			for _, a := range accounts {
				if a.Network == n.Key && a.State == switchboard.AccountByHand && actor.May(access.AccountRead, access.AboutAccount(a)) == nil {
					item.Accounts = append(item.Accounts, a)
				}
			}
			out.Body.Items = append(out.Body.Items, item)
		}
		return nil
	})
	return out, err
}

// ByHandAccountBody is the account by which a network is worked by hand.
type ByHandAccountBody struct {
	AccountBody
	Handle string `json:"handle" minLength:"1" maxLength:"200" doc:"The one we have there; the name of the site where there are none"`
}

type workByHandInput struct {
	Key  switchboard.NetworkKey `path:"key" maxLength:"64" doc:"The network"`
	Body ByHandAccountBody
}

func (s *server) workByHand(ctx context.Context, in *workByHandInput) (out *Tagged[AccountView], err error) {
	if _, err := capture.Find(in.Key); err != nil {
		return nil, inField(err, "key")
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		a, err := s.listByHandAccount(tx, actorOf(ctx), in.Key, in.Body)
		v := AccountView{Account: a}
		out = &Tagged[AccountView]{ETag: v.tag(), Body: v}
		return err
	})
	return out, err
}

// listByHandAccount makes the account by which a network is worked by hand, or takes over one that is known from history.
func (s *server) listByHandAccount(tx *store.Tx, actor access.Actor, network switchboard.NetworkKey, b ByHandAccountBody) (a switchboard.Account, err error) {
	if err := actor.Needs(access.AccountManage); err != nil {
		return a, err
	}
	accounts, err := tx.Accounts()
	if err != nil {
		return a, err
	}
	if err := s.apart(network, accounts); err != nil {
		return a, err
	}
	c, err := s.claimByHand(accounts, network, strings.TrimSpace(b.Handle))
	if err != nil {
		return a, err
	}
	if c.insert {
		c.account.ID, c.account.CreatedAt = switchboard.NewID[switchboard.AccountID](tx.Now()), tx.Now()
	}
	if c.account, err = b.onto(tx, actor, c.account); err != nil {
		return a, err
	}
	if c.account.Voice == "" {
		c.account.Voice = switchboard.VoiceCorporate
	}
	c.account.State = switchboard.AccountByHand
	return c.account, s.save(tx, actor, c)
}

// claimByHand finds the account of that handle that is known from history, or begins a new one. A network is worked by
// hand through one account, and not beside a connected one.
func (s *server) claimByHand(accounts []switchboard.Account, network switchboard.NetworkKey, handle string) (change, error) {
	fresh := change{insert: true, action: "account.by_hand", detail: string(network), account: switchboard.Account{Network: network,
		Realm: s.realmByHand(network), Handle: handle}}
	if handle == "" {
		return change{}, switchboard.Refuse(switchboard.CodeInvalid, "The account's handle is missing.").WithField("handle").
			WithHint("Give the one you have there.")
	}
	for _, a := range accounts {
		switch {
		case a.Network != network:
		case a.State == switchboard.AccountHistory && strings.EqualFold(bare(a.Handle), bare(handle)):
			fresh.insert, fresh.account = false, a
		case a.State == switchboard.AccountHistory:
		default:
			return change{}, switchboard.Refuse(switchboard.CodeConflict, "This network is worked through %s already.", a.Handle).
				WithField("handle").WithHint("Use that account.")
		}
	}
	return fresh, nil
}

// realmByHand is the space of a network's ids: the connector's, where there is one for the whole network, so that it can
// take over later what was brought in by hand.
func (s *server) realmByHand(network switchboard.NetworkKey) switchboard.Realm {
	if spec, known := s.spec(network); known && spec.RealmKind == connector.RealmNetwork {
		return spec.Realm(map[string]string{})
	}
	return switchboard.Realm(network)
}

// unconnectedState reports whether no connector has ever had the account: it is known from history, or worked by hand.
func unconnectedState(state switchboard.AccountState) bool {
	return state == switchboard.AccountHistory || state == switchboard.AccountByHand
}
