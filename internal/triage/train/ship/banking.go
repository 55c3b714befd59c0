package main

import (
	"switchboard"
	"switchboard/internal/triage/corpus"
)

// matter is what the customers of one of the bank's matters write about, and whether something went wrong with it that
// they were led to expect.
type matter struct {
	intent switchboard.Intent
	wrong  bool
}

// bankingMatters are those of the 77 matters of the set whose messages nearly all agree. A payment that fails is billing:
// it is about money that moves. Strangers who use a card are the account's.
var bankingMatters = map[string]matter{
	"Refund_not_showing_up":                            {switchboard.IntentBilling, true},
	"balance_not_updated_after_bank_transfer":          {switchboard.IntentBilling, true},
	"balance_not_updated_after_cheque_or_cash_deposit": {switchboard.IntentBilling, true},
	"card_payment_fee_charged":                         {switchboard.IntentBilling, true},
	"card_payment_wrong_exchange_rate":                 {switchboard.IntentBilling, true},
	"cash_withdrawal_charge":                           {switchboard.IntentBilling, true},
	"declined_card_payment":                            {switchboard.IntentBilling, true},
	"declined_cash_withdrawal":                         {switchboard.IntentBilling, true},
	"declined_transfer":                                {switchboard.IntentBilling, true},
	"extra_charge_on_statement":                        {switchboard.IntentBilling, true},
	"failed_transfer":                                  {switchboard.IntentBilling, true},
	"top_up_failed":                                    {switchboard.IntentBilling, true},
	"top_up_reverted":                                  {switchboard.IntentBilling, true},
	"transaction_charged_twice":                        {switchboard.IntentBilling, true},
	"transfer_fee_charged":                             {switchboard.IntentBilling, true},
	"transfer_not_received_by_recipient":               {switchboard.IntentBilling, true},
	"wrong_amount_of_cash_received":                    {switchboard.IntentBilling, true},
	"wrong_exchange_rate_for_cash_withdrawal":          {switchboard.IntentBilling, true},
	"request_refund":                                   {switchboard.IntentBilling, false},
	"card_not_working":                                 {switchboard.IntentBug, true},
	"contactless_not_working":                          {switchboard.IntentBug, true},
	"virtual_card_not_working":                         {switchboard.IntentBug, true},
	"card_arrival":                                     {switchboard.IntentDelivery, true},
	"card_delivery_estimate":                           {switchboard.IntentDelivery, false},
	"lost_or_stolen_card":                              {switchboard.IntentAccount, false},
	"lost_or_stolen_phone":                             {switchboard.IntentAccount, false},
	"compromised_card":                                 {switchboard.IntentAccount, false},
	"change_pin":                                       {switchboard.IntentAccount, false},
	"edit_personal_details":                            {switchboard.IntentAccount, false},
	"passcode_forgotten":                               {switchboard.IntentAccount, false},
	"pin_blocked":                                      {switchboard.IntentAccount, false},
	"unable_to_verify_identity":                        {switchboard.IntentAccount, true},
	"verify_my_identity":                               {switchboard.IntentAccount, false},
	"terminate_account":                                {switchboard.IntentCancellation, false},
	"order_physical_card":                              {switchboard.IntentPurchase, false},
	"getting_spare_card":                               {switchboard.IntentPurchase, false},
	"age_limit":                                        {switchboard.IntentQuestion, false},
	"atm_support":                                      {switchboard.IntentQuestion, false},
	"card_acceptance":                                  {switchboard.IntentQuestion, false},
	"country_support":                                  {switchboard.IntentQuestion, false},
	"exchange_rate":                                    {switchboard.IntentQuestion, false},
	"exchange_via_app":                                 {switchboard.IntentQuestion, false},
	"fiat_currency_support":                            {switchboard.IntentQuestion, false},
	"supported_cards_and_currencies":                   {switchboard.IntentQuestion, false},
	"top_up_limits":                                    {switchboard.IntentQuestion, false},
	"visa_or_mastercard":                               {switchboard.IntentQuestion, false},
	"why_verify_identity":                              {switchboard.IntentQuestion, false},
}

func banking(r *corpus.Row) map[switchboard.Head]string {
	labels := talk(r)
	m, ok := bankingMatters[r.One()]
	if !ok {
		return labels
	}
	labels[switchboard.HeadIntent] = string(m.intent)
	labels[switchboard.Head(switchboard.FlagComplaint)] = switchboard.No
	labels[switchboard.Head(switchboard.FlagNeedsAnswer)] = switchboard.Yes
	labels[switchboard.Head(switchboard.FlagChurnRisk)] = switchboard.No
	if m.wrong {
		labels[switchboard.Head(switchboard.FlagComplaint)] = switchboard.Yes
	}
	if m.intent == switchboard.IntentCancellation {
		delete(labels, switchboard.Head(switchboard.FlagChurnRisk))
	}
	return labels
}
