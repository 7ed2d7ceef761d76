"""Words that people, companies, products and places of the market are named with.

All invented or common; holds no logic.
"""

FIRST_NAMES = (
    "Amélie", "Antoine", "Aurélie", "Benoît", "Camille", "Cédric", "Chloé", "Claire", "Clément", "Damien", "Élodie",
    "Émilie", "Étienne", "Fabien", "Florence", "François", "Gaëlle", "Grégory", "Hélène", "Hugo", "Inès", "Isabelle",
    "Jérôme", "Julie", "Karim", "Laura", "Léa", "Loïc", "Lucie", "Manon", "Marc", "Mathieu", "Nadia", "Nicolas",
    "Noémie", "Olivier", "Pauline", "Raphaël", "Sébastien", "Sophie",
)  # fmt: skip
LAST_NAMES = (
    "Aubert", "Barbier", "Bernard", "Blanchard", "Boucher", "Bouvier", "Brunet", "Carpentier", "Chevalier", "Colin",
    "Da-Costa", "Delattre", "Denis", "Dubois", "Dupont", "Durand", "Fabre", "Faure", "Fontaine", "Fournier",
    "Garnier", "Gauthier", "Gérard", "Girard", "Guérin", "Hamel", "Henry", "Hubert", "Jacquet", "Lambert", "Lecomte",
    "Lefèvre", "Legrand", "Lemaire", "Leroux", "Leroy", "Lévêque", "Maillard", "Marchand", "Martin", "Masson",
    "Mercier", "Meunier", "Michel", "Moreau", "Morel", "Müller", "Noël", "Olivier", "Perrin", "Petit", "Picard",
    "Renard", "Richard", "Rivière", "Roussel", "Royer", "Schmitt", "Thomas", "Vidal",
)  # fmt: skip
COMPANY_WORDS = (
    "alpina", "atelier", "aquilon", "bastide", "boreal", "calanque", "cedre", "citadelle", "clairval", "comptoir",
    "corail", "cristal", "delta", "ecluse", "estuaire", "fabrique", "fonderie", "garonne", "granit", "horizon",
    "iris", "jura", "lavande", "lumen", "marais", "meridien", "moulin", "nacre", "opale", "orme", "pinede", "quartz",
    "rivage", "saline", "sentier", "sillon", "tempo", "vallon", "verger",
)  # fmt: skip
COMPANY_ENDINGS = ("SAS", "SARL", "& Fils", "Groupe", "Industrie", "Services")
REGIONS = ("Auvergne-Rhône-Alpes", "Bretagne", "Grand Est", "Île-de-France", "Occitanie")
INDUSTRIES = ("Construction", "Food", "Health", "Logistics", "Manufacturing", "Software")
COMPETITORS = ("Aquatec", "Hydralia", "Pompes du Sud")
FREE_MAIL = ("gmail.com", "orange.fr", "free.fr", "yahoo.fr", "hotmail.com", "laposte.net")
JOBS = ("Acheteur", "Directrice commerciale", "Gérant", "Responsable production", "Technicien")
THEMES = ("offre", "guide", "etude", "invitation", "nouveautes", "temoignage")
PRODUCTS = tuple(
    (f"AM-{100 + 7 * number}", label, price)
    for number, (label, price) in enumerate(
        (
            ("Pompe à main", 4_900), ("Joint torique 20 mm", 350), ("Vanne laiton", 1_890), ("Tuyau 10 m", 2_450),
            ("Filtre inox", 3_275), ("Raccord rapide", 790), ("Manomètre", 2_115), ("Réservoir 50 L", 12_990),
            ("Réservoir 200 L", 38_500), ("Kit d'entretien", 5_640), ("Pompe électrique", 64_900),
            ("Clapet anti-retour", 1_120), ("Colonne montante", 8_430), ("Bride acier", 1_560), ("Régulateur", 9_999),
        )
    )
)  # fmt: skip
# Each takes the place of the product that stands as far down in the list above.
SUCCESSORS = (
    ("AM-301", "Pompe à main 2", 5_600), ("AM-302", "Joint torique 22 mm", 410), ("AM-303", "Vanne inox", 2_240),
    ("AM-304", "Tuyau renforcé 10 m", 2_790),
)  # fmt: skip
ALL_PRODUCTS = PRODUCTS + SUCCESSORS
