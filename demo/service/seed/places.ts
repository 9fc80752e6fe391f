/** Where customers live and how people there are called and addressed. */
export interface Place {
  readonly country: string;
  /** How often it occurs among the customers. */
  readonly weight: number;
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** City and the pattern of its postal codes: `#` is any digit, `@` any letter. */
  readonly cities: readonly (readonly [city: string, postalCode: string])[];
  /** `#` stands for the house number. */
  readonly streets: readonly string[];
  readonly dial: string;
}

const words = (text: string): readonly string[] => text.split(' ');

// oxfmt-ignore
export const PLACES: readonly Place[] = [
  { country: 'Germany', weight: 16, dial: '+49',
    given: words('Anna Lukas Leonie Jonas Greta Moritz Ayşe Friederike Tobias Mehmet Johanna Emil'),
    family: words('Schneider Fischer Weber Hoffmann Krüger Vogt Yılmaz Lehmann Brandt Köhler Seidel Böttcher'),
    cities: [['Berlin', '10###'], ['Hamburg', '20###'], ['München', '80###'], ['Köln', '50###'], ['Leipzig', '04###']],
    streets: ['Lindenstraße #', 'Goethestraße #', 'Am Kanal #', 'Bergmannstraße #', 'Alte Gasse #'] },
  { country: 'United Kingdom', weight: 13, dial: '+44',
    given: words('Amelia Oliver Priya George Isla Harry Zainab Callum Freya Rhys Imogen Kwame'),
    family: words('Ashworth Patel Hughes MacLeod Bennett Okafor Whitaker Sharma Pritchard Langley Fraser Doyle'),
    cities: [['London', 'E# #@@'], ['Bristol', 'BS# #@@'], ['Edinburgh', 'EH# #@@'], ['Leeds', 'LS# #@@'], ['Cardiff', 'CF## #@@']],
    streets: ['# Orchard Lane', '# Station Road', '# Wharf Street', '# Albion Terrace', '# Kingsdown Parade'] },
  { country: 'United States', weight: 12, dial: '+1',
    given: words('Maya Ethan Sofia Marcus Grace Diego Naomi Caleb Aaliyah Owen Hannah Malik'),
    family: words('Thompson Ramirez Nguyen Washington Cohen Delgado Larsen Brooks Kim Castillo Whitfield Abrams'),
    cities: [['Portland', '972##'], ['Austin', '787##'], ['Brooklyn', '112##'], ['Minneapolis', '554##'], ['Oakland', '946##']],
    streets: ['#4 Maple Avenue', '#2 Hawthorne Street', '#8 Lakeview Drive', '#1 Cedar Court', '#0 Mission Street'] },
  { country: 'France', weight: 9, dial: '+33',
    given: words('Camille Hugo Inès Théo Manon Baptiste Fatou Clément Élodie Karim Margaux Rémi'),
    family: words('Lefèvre Moreau Girard Diallo Rousseau Fontaine Benali Mercier Chevalier Perrin Garnier Noël'),
    cities: [['Paris', '750##'], ['Lyon', '6900#'], ['Nantes', '44###'], ['Bordeaux', '33###'], ['Lille', '59###']],
    streets: ['# rue des Tilleuls', '# avenue Jean-Jaurès', '# rue de la Monnaie', '# quai des Chartrons'] },
  { country: 'Netherlands', weight: 7, dial: '+31',
    given: words('Sanne Daan Fleur Bram Noor Thijs Esmée Ruben Yara Sven'),
    family: ['de Vries', 'van Dijk', 'Bakker', 'Visser', 'van den Berg', 'Mulder', 'El Amrani', 'Jansen', 'Hoekstra', 'Dekker'],
    cities: [['Amsterdam', '10## @@'], ['Utrecht', '35## @@'], ['Rotterdam', '30## @@'], ['Groningen', '97## @@']],
    streets: ['Prinsengracht #', 'Oudegracht #', 'Zonnebloemstraat #', 'Havenkade #'] },
  { country: 'Sweden', weight: 6, dial: '+46',
    given: words('Astrid Elias Linnéa Oskar Maja Nils Saga Viktor Amina Hjalmar'),
    family: words('Lindqvist Åkesson Bergström Nyström Sandberg Öberg Haddad Ekholm Wikström Dahl'),
    cities: [['Stockholm', '11# ##'], ['Göteborg', '41# ##'], ['Malmö', '21# ##'], ['Uppsala', '75# ##']],
    streets: ['Storgatan #', 'Björkvägen #', 'Sveavägen #', 'Hamngatan #'] },
  { country: 'Spain', weight: 6, dial: '+34',
    given: words('Lucía Mateo Carmen Álvaro Nerea Pablo Jimena Iker Marta Rafael'),
    family: words('García Navarro Ibáñez Ortega Castro Vidal Serrano Aguirre Domènech Peña'),
    cities: [['Madrid', '280##'], ['Barcelona', '080##'], ['Valencia', '460##'], ['Bilbao', '480##']],
    streets: ['Calle Mayor #', 'Carrer de València #', 'Avenida del Puerto #', 'Calle de la Luna #'] },
  { country: 'Italy', weight: 6, dial: '+39',
    given: words('Giulia Lorenzo Chiara Matteo Elisa Davide Francesca Nicolò Sara Pietro'),
    family: ['Rossi', 'Bianchi', 'Ferraro', 'Conti', 'De Luca', 'Marchetti', 'Galli', 'Esposito', 'Rinaldi', 'Fabbri'],
    cities: [['Milano', '201##'], ['Torino', '101##'], ['Bologna', '401##'], ['Roma', '001##']],
    streets: ['Via Garibaldi #', 'Corso Italia #', 'Via dei Mille #', 'Piazza San Marco #'] },
  { country: 'Poland', weight: 5, dial: '+48',
    given: words('Zofia Jakub Maja Szymon Agnieszka Michał Kinga Łukasz Hanna Wojciech'),
    family: words('Kowalski Wiśniewska Zając Lewandowski Dąbrowska Mazur Król Woźniak Pawlak Górska'),
    cities: [['Warszawa', '00-###'], ['Kraków', '30-###'], ['Gdańsk', '80-###'], ['Łódź', '90-###']],
    streets: ['ul. Kwiatowa #', 'ul. Długa #', 'ul. Piękna #', 'al. Niepodległości #'] },
  { country: 'Japan', weight: 5, dial: '+81',
    given: words('Haruka Ren Yui Sōta Aoi Daichi Mei Kenji Sakura Takumi'),
    family: words('Tanaka Satō Yamamoto Nakamura Kobayashi Itō Hayashi Mori Shimizu Ōno'),
    cities: [['Tōkyō', '1##-00##'], ['Ōsaka', '5##-00##'], ['Kyōto', '60#-80##'], ['Sapporo', '06#-00##']],
    streets: ['#-2 Sakurachō', '#-14 Nishiki', '#-5 Honmachi', '#-9 Midorigaoka'] },
  { country: 'Portugal', weight: 3, dial: '+351',
    given: words('Inês Tiago Beatriz Gonçalo Leonor Duarte Mariana Rui'),
    family: words('Silva Carvalho Araújo Teixeira Magalhães Fonseca Nogueira Sequeira'),
    cities: [['Lisboa', '1###-1##'], ['Porto', '4###-0##'], ['Coimbra', '3###-2##']],
    streets: ['Rua das Flores #', 'Rua Augusta #', 'Travessa do Carmo #'] },
  { country: 'Brazil', weight: 3, dial: '+55',
    given: words('Larissa Caio Júlia Thiago Yasmin Murilo Letícia Enzo'),
    family: words('Oliveira Santos Barbosa Cardoso Monteiro Ribeiro Peixoto Azevedo'),
    cities: [['São Paulo', '0####-0##'], ['Curitiba', '80###-0##'], ['Recife', '50###-0##']],
    streets: ['Rua Harmonia, #', 'Avenida Paulista, #0', 'Rua do Sol, #'] },
  { country: 'India', weight: 3, dial: '+91',
    given: words('Ananya Arjun Meera Vikram Kavya Rohan Lakshmi Imran'),
    family: words('Iyer Mehta Reddy Banerjee Chopra Krishnan Khan Deshpande'),
    cities: [['Bengaluru', '5600##'], ['Mumbai', '4000##'], ['Pune', '4110##']],
    streets: ['# Residency Road', '# Hill View', '# Linking Road'] },
  { country: 'Denmark', weight: 3, dial: '+45',
    given: words('Freja Magnus Ida Rasmus Signe Kasper Liva Søren'),
    family: words('Nielsen Sørensen Kjær Østergaard Holm Madsen Lund Bruun'),
    cities: [['København', '2###'], ['Aarhus', '8###'], ['Odense', '5###']],
    streets: ['Vestergade #', 'Nørregade #', 'Strandvejen #'] },
  { country: 'Nigeria', weight: 2, dial: '+234',
    given: words('Chiamaka Tunde Ngozi Emeka Folasade Ibrahim'),
    family: words('Adeyemi Okonkwo Balogun Eze Bello Nwosu'),
    cities: [['Lagos', '10####'], ['Abuja', '90####']],
    streets: ['# Marina Road', '# Awolowo Way', '# Palm Grove'] },
  { country: 'Ireland', weight: 1, dial: '+353',
    given: words('Aoife Cian Niamh Oisín Saoirse Fionn'),
    family: ['O’Connor', 'Ní Bhriain', 'Gallagher', 'Kavanagh', 'Murphy', 'Byrne'],
    cities: [['Dublin', 'D0# @###'], ['Galway', 'H91 @###']],
    streets: ['# Merchants Quay', '# Shop Street', '# Harbour View'] },
];

/** What companies are called: before or after a family name, or by themselves. */
export const COMPANY_PATTERNS: readonly string[] = [
  '{family} & Partners',
  'Studio {family}',
  '{family} Interiors',
  '{family} Architecture',
  'Hotel {city}',
  'Café {family}',
  '{city} Coworking',
  '{family} Brothers',
  '{city} Design House',
  'Atelier {family}',
  '{family} Logistics',
  '{city} Bookshop',
];
