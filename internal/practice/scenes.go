package practice

// scene is what one simulated customer has to say. {c} is the company's handle.
type scene struct {
	lang, handle, name string
	opening            string
	ask                string // asks back after the first answer
	thanks             string
	angry              string // when nobody answered
	furious            string // when still nobody answered
}

// scenes are invented. Every language has scenes of its own, written in it.
func scenes() []scene {
	return []scene{
		{"en", "@tessa_quill", "Tessa Quill", "{c} my cargo bike was due on Monday and tracking still says 'label created'. Where is it?",
			"Thanks, but which depot is it in? I could fetch it myself.", "Found it, it is on the van. Thank you for looking!",
			"{c} hello? Two messages and not a word about my bike.", "{c} I am cancelling the order if nobody answers today."},
		{"en", "@oran_dell", "Oran Dell", "{c} the front brake squeals like a kettle since the service last week. Is that safe to ride?",
			"It only does it downhill. Should I stop riding until then?", "Brought it in, sorted in ten minutes. Much obliged.",
			"{c} still squealing, still no answer. It is a BRAKE.", "{c} asking a third time whether your brakes are safe. Anybody?"},
		{"en", "@pim_harrow", "Pim Harrow", "{c} you charged me twice for one set of lights, order page shows only one.",
			"Which of the two will be refunded, the one from the 3rd?", "Refund is there. Quick work, thanks.",
			"{c} my money is still gone and you are still silent.", "{c} next stop is my bank. Twice charged, never answered."},
		{"en", "@juno_wick", "Juno Wick", "Does the {c} child seat fit a 29 inch rear wheel? The page does not say.",
			"And the one with the recline, does that fit too?", "Perfect, ordered one. Thank you!",
			"{c} nobody knows whether your own seat fits your own bikes?", "{c} bought one elsewhere. They answered in an hour."},
		{"en", "@marlow_p", "Marlow Pike", "{c} your app logs me out every time I open a route. Third day now.",
			"I am on the newest version already. What else can I try?", "Works again after the update. Cheers!",
			"{c} day four, still logged out, still nobody home.", "{c} deleted the app. Well done."},
		{"en", "@sable_finch", "Sable Finch", "Picked up my first e-bike from {c} yesterday and grinned all the way home.",
			"Is there a good first tour you would recommend?", "Lovely, will do!", "", ""},
		{"de", "@jorid_voss", "Jorid Voss", "{c} mein Akku lädt seit dem Wochenende nur noch bis 40 %. Ist das ein Garantiefall?",
			"Danke. Muss ich ihn einschicken oder kann ich in den Laden kommen?", "Neuer Akku ist da, läuft. Vielen Dank!",
			"{c} seit Stunden keine Antwort. So hatte ich mir das nicht vorgestellt.", "{c} letzte Nachfrage, dann geht das Rad zurück."},
		{"de", "@benno_raab", "Benno Raab", "{c} die Lieferung sollte gestern kommen, ich habe extra frei genommen. Was ist los?",
			"Und kommt sie sicher am Vormittag?", "Ist angekommen, alles heil. Danke fürs Kümmern!",
			"{c} hallo? Ich warte immer noch, auf das Rad und auf eine Antwort.", "{c} unfassbar. Zweimal gefragt, keine Reaktion."},
		{"de", "@wiebke_lund", "Wiebke Lund", "{c} auf der Rechnung steht ein Schloss, das ich nie bestellt habe.",
			"Wird das auf dieselbe Karte erstattet?", "Gutschrift ist da, danke.",
			"{c} das Schloss steht immer noch auf meiner Rechnung.", "{c} ich widerspreche der Abbuchung, wenn niemand antwortet."},
		{"de", "@edda_kolm", "Edda Kolm", "Kann man bei {c} auch Winterreifen aufziehen lassen? Ohne Termin?",
			"Wie lange dauert das ungefähr?", "Super, bis Samstag!", "{c} ist das so schwer zu beantworten?", ""},
		{"es", "@nuria_salce", "Nuria Salce", "{c} mi pedido aparece como entregado, pero aquí no ha llegado nada.",
			"Gracias. ¿Y pueden ver quién firmó la entrega?", "Lo tenía un vecino. ¡Mil gracias por la ayuda!",
			"{c} sigo sin bici y sin respuesta.", "{c} si nadie contesta hoy, pongo una reclamación."},
		{"es", "@teo_brava", "Teo Brava", "{c} la cadena se salta desde la revisión. ¿Qué hago?",
			"¿Tengo que pedir cita o puedo pasar directamente?", "Ya está ajustada, va de maravilla. ¡Gracias!",
			"{c} ¿hay alguien ahí? La cadena sigue igual.", "{c} pagué una revisión y ahora nadie responde."},
		{"es", "@lidia_moran_", "Lidia Morán", "¿{c} envía a Canarias? No lo encuentro en la web.",
			"¿Y cuánto tarda más o menos?", "Perfecto, pues la encargo. ¡Gracias!", "{c} era una pregunta sencilla.", ""},
		{"fr", "@maelle_ruis", "Maëlle Ruis", "{c} ma selle s'est fendue au bout de deux semaines. C'est normal ?",
			"Merci. Faut-il renvoyer l'ancienne ?", "La nouvelle est arrivée, merci pour votre réactivité !",
			"{c} toujours aucune réponse pour ma selle.", "{c} deux messages sans réponse, je demande le remboursement."},
		{"fr", "@ivan_cordier", "Ivan Cordier", "{c} impossible de payer sur votre site, la page tourne dans le vide depuis ce matin.",
			"J'ai essayé deux navigateurs. Autre chose à tester ?", "Ça marche maintenant. Merci !",
			"{c} votre site est en panne et personne ne dit rien ?", "{c} tant pis, j'achète ailleurs."},
		{"fr", "@odile_fray", "Odile Fray", "Est-ce que {c} répare aussi les vélos achetés ailleurs ?",
			"Et pour un vélo électrique ?", "Très bien, je passerai. Merci !", "{c} une réponse serait aimable.", ""},
		{"pt", "@caio_ventura", "Caio Ventura", "{c} a bateria chegou com o conector torto e não encaixa.",
			"Obrigado. Vocês recolhem em casa?", "A troca chegou e funciona. Obrigado pela atenção!",
			"{c} continuo sem bateria e sem resposta.", "{c} vou pedir o dinheiro de volta se ninguém responder."},
		{"pt", "@marta_leal_", "Marta Leal", "{c} fui cobrada pela entrega que dizia ser grátis.",
			"Em quantos dias cai o reembolso?", "Já recebi, muito obrigada!",
			"{c} ainda estou à espera de uma explicação.", "{c} que falta de respeito com quem compra."},
		{"pt", "@ruben_faia", "Rúben Faia", "A {c} tem quadros para quem mede menos de 1,60 m?",
			"Dá para experimentar na loja?", "Ótimo, até sábado!", "{c} alguém pode responder?", ""},
		{"it", "@silvia_corbo", "Silvia Corbo", "{c} il cambio salta in salita, e la bici ha un mese. Che faccio?",
			"Grazie. La garanzia copre anche la manodopera?", "Sistemato in giornata, grazie davvero!",
			"{c} nessuna risposta? La bici è ferma da giorni.", "{c} non comprerò più da voi se continua così."},
		{"it", "@nevio_lanza", "Nevio Lanza", "{c} il pacco è arrivato aperto e mancano i pedali.",
			"Quando arriveranno più o meno?", "Pedali arrivati, tutto a posto. Grazie!",
			"{c} i pedali mancano ancora, e anche una vostra risposta.", "{c} due messaggi ignorati. Complimenti."},
		{"it", "@dora_pini_", "Dora Pini", "{c} fate anche il noleggio per un fine settimana?",
			"Serve una cauzione?", "Perfetto, prenoto subito!", "{c} c'è qualcuno?", ""},
	}
}
