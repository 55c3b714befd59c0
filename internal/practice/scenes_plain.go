package practice

import "slices"

// plainScenes are of customers whom any company could have. {n} is the company's name.
func plainScenes() []scene {
	return []scene{
		{"en", "@tamsin_oak", "Tamsin Oak", "{c} my order was due on Monday and I have heard nothing since. Where is it?",
			"Thanks. Can you tell me on which day it will come?", "It is here now. Thank you for looking!",
			"{c} hello? Not a word about my order yet.", "{c} I am cancelling if nobody answers today."},
		{"en", "@hollis_reed", "Hollis Reed", "{c} you charged me twice for the same thing. Can somebody look?",
			"Which of the two comes back, the first or the second?", "The money is back. Quick work, thanks.",
			"{c} my money is still gone and you are still silent.", "{c} next stop is my bank. Charged twice, never answered."},
		{"en", "@perrin_vale", "Perrin Vale", "Does anybody at {n} read this? {c} I have a question about my account.",
			"I cannot sign in since yesterday. What can I do?", "That did it. Thank you!",
			"{c} so nobody reads this.", "{c} I give up. Please close my account."},
		{"en", "@ottoline_b", "Ottoline Brandt", "A word of praise for {c}: friendly, quick, and it worked the first time.",
			"Whom may I tell that to, so that it reaches them?", "Please do, they earned it.", "", ""},
		{"en", "@dorian_fell", "Dorian Fell", "{c} what I got from you arrived broken, and the box was fine. What now?",
			"Do I have to send it back first?", "The new one came today, all in one piece. Cheers!",
			"{c} still broken, still no answer.", "{c} I have asked twice. I want my money back."},
		{"en", "@quilla_marsh", "Quilla Marsh", "{c} are you open on Saturday? Your page says two different things.",
			"And until when?", "See you then!", "{c} it was only a question about your hours.", ""},
		{"en", "@bram_ashby", "Bram Ashby", "{c} your page does not load for me, on two phones. Is it me or you?",
			"Still the same here. Anything I can try?", "It works again. Thanks!",
			"{c} hours later and still nothing loads.", "{c} I have ordered somewhere else."},
		{"en", "@ines_thorne", "Ines Thorne", "{c} I would like to buy for our whole team, about twenty of us. Whom do I talk to?",
			"Could somebody call me tomorrow?", "Perfect, talk to you then.", "{c} we would really like to buy.", ""},
		{"en", "@calder_quinn", "Calder Quinn", "{c} something smells burnt when I use it. Is that safe?",
			"Should I stop using it until then?", "I stopped and sent it in. Thank you for taking it seriously.",
			"{c} it still smells burnt. Is nobody worried?", "{c} asking a third time whether this is dangerous."},
		{"en", "@wren_holloway", "Wren Holloway", "{c} I was told somebody would get back to me on Friday. It is past Friday.",
			"Who has this now?", "Got the call. All settled.", "{c} another day, no call.", "{c} that is two promises broken."},
		{"de", "@marit_lenz", "Marit Lenz", "{c} meine Bestellung ist seit zwei Wochen unterwegs. Wo bleibt sie?",
			"Danke. An welchem Tag kommt sie denn?", "Ist angekommen. Vielen Dank!",
			"{c} immer noch keine Antwort und keine Lieferung.", "{c} ich storniere, wenn sich heute niemand meldet."},
		{"de", "@jost_ahlers", "Jost Ahlers", "{c} auf meiner Rechnung steht etwas, das ich nie bestellt habe.",
			"Wird das auf dasselbe Konto erstattet?", "Gutschrift ist da, danke.",
			"{c} die Rechnung ist immer noch falsch.", "{c} ich widerspreche der Abbuchung."},
		{"de", "@frauke_till", "Frauke Till", "Kann man bei {c} auch ohne Termin vorbeikommen?",
			"Auch am Samstag?", "Super, bis dann!", "{c} ist das so schwer zu beantworten?", ""},
		{"fr", "@solene_dax", "Solène Dax", "{c} ma commande est arrivée abîmée. Que dois-je faire ?",
			"Merci. Faut-il tout renvoyer ?", "C’est réglé, merci pour votre aide !",
			"{c} toujours aucune réponse.", "{c} deux messages sans réponse, je veux être remboursée."},
		{"fr", "@yvon_castel", "Yvon Castel", "{c} impossible de payer sur votre site depuis ce matin.",
			"J’ai essayé deux navigateurs. Autre chose ?", "Ça marche maintenant. Merci !",
			"{c} votre site est en panne et personne ne dit rien ?", "{c} tant pis, j’achète ailleurs."},
		{"es", "@alba_rueda", "Alba Rueda", "{c} mi pedido aparece como entregado, pero no ha llegado nada.",
			"Gracias. ¿Pueden ver quién firmó?", "Lo tenía un vecino. ¡Gracias por la ayuda!",
			"{c} sigo sin pedido y sin respuesta.", "{c} si nadie contesta hoy, pongo una reclamación."},
		{"es", "@mateo_lirio", "Mateo Lirio", "¿{c} abre los sábados? No lo encuentro en la web.",
			"¿Hasta qué hora?", "¡Perfecto, gracias!", "{c} era una pregunta sencilla.", ""},
		{"pt", "@vera_pinhal", "Vera Pinhal", "{c} fui cobrada duas vezes pela mesma compra.",
			"Em quantos dias cai o reembolso?", "Já recebi, muito obrigada!",
			"{c} ainda estou à espera de uma explicação.", "{c} que falta de respeito com quem compra."},
		{"it", "@livia_serra", "Livia Serra", "{c} il pacco è arrivato aperto e manca un pezzo. Che faccio?",
			"Quando arriverà più o meno?", "Arrivato, tutto a posto. Grazie!",
			"{c} il pezzo manca ancora, e anche una vostra risposta.", "{c} due messaggi ignorati. Complimenti."},
		{"ar", "@nadim_k", "نديم كرم", "{c} طلبي تأخر أسبوعين ولم يرد عليّ أحد. أين هو؟",
			"شكراً. في أي يوم سيصل؟", "وصل الطلب، شكراً لكم!", "{c} ما زلت أنتظر الطلب والرد.", "{c} سألغي الطلب إن لم يرد أحد اليوم."},
	}
}

// spoken are the scenes in these languages, and English ones after them.
func spoken(scenes []scene, languages []string) []scene {
	rank := func(s scene) int {
		switch {
		case slices.Contains(languages, s.lang):
			return 0
		case s.lang == "en":
			return 1
		}
		return 2
	}
	kept := slices.DeleteFunc(slices.Clone(scenes), func(s scene) bool { return rank(s) == 2 })
	slices.SortStableFunc(kept, func(a, b scene) int { return rank(a) - rank(b) })
	return kept
}
