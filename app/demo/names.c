/*
 * The lists are made of forenames registered in England and Wales 2004-2020, in hundreds of births (CC0, from
 * mine-cetinkaya-rundel/ukbabynames), and of the commonest surnames of the surname frequencies in the R
 * package sdglinkage (MIT, its authors). Which names belong to a tradition, and surnames that are in neither
 * list with their weights, are this project's. Names are separated by spaces; _ stands for a space inside
 * one.
 */
#include "demo/names.h"

#include <stdlib.h>
#include <string.h>

static const char english_boys[] =
    "Oliver:1082 Jack:1030 Harry:929 Thomas:834 Joshua:784 Charlie:767 George:739 William:728 "
    "James:715 Alfie:680 Jacob:655 Daniel:594 Samuel:588 Ethan:544 Joseph:535 Noah:524 Oscar:511 "
    "Benjamin:486 Alexander:476 Leo:465 Henry:448 Archie:441 Dylan:415 Max:410 Lucas:378 "
    "Jake:375 Isaac:366 Adam:353 Freddie:350 Logan:347 Edward:343 Lewis:336 Riley:335 "
    "Harrison:330 Luke:319 Matthew:318 Finley:318 Ryan:300 Mason:300 Tyler:294 Theo:286 "
    "Callum:286 Arthur:280 Liam:268 Harvey:261 Jayden:249 Sebastian:240 Toby:224 Nathan:220 "
    "Michael:215 Connor:214 Zachary:213 Jamie:204 David:203 Louis:190 Harley:187 Owen:185 "
    "Charles:185 Alex:182 Aaron:178 Cameron:178 Luca:176 Theodore:175 Reuben:174 Louie:162 "
    "Kai:160 Tommy:157 Elijah:151 Ben:150 Leon:147 Jude:146 Gabriel:144 Elliot:139 Rhys:137 "
    "Finlay:135 Teddy:132 Bobby:132 Frankie:130 Kyle:130 Kian:130 Frederick:128 Stanley:126 "
    "Hugo:125 Jenson:125 Rory:124 Blake:123 Ellis:123 Bradley:120 Robert:117 John:113 Joel:112 "
    "Evan:111 Bailey:110 Albert:109 Ronnie:109 Aiden:108 Ollie:108 Reece:108 Elliott:107 "
    "Caleb:107 Brandon:105 Billy:104 Kieran:102 Arlo:102 Dominic:101 Sonny:99 Sam:98 Aidan:98 "
    "Reggie:97 Christopher:97 Dexter:97 Roman:97 Finn:96 Felix:94 Hayden:91 Jaxon:90 Patrick:90 "
    "Taylor:89 Ashton:88 Albie:88 Jackson:87 Austin:86 Tobias:84 Rowan:84 Joe:83 Carter:83 "
    "Cody:82 Seth:82 Corey:82 Morgan:81 Jasper:79 Nathaniel:78 Alfred:77 Jesse:76 Jay:75 "
    "Nicholas:73 Andrew:72 Kayden:72 Maxwell:71 Anthony:70 Jonathan:69 Hunter:66 Cole:64 Ezra:64 "
    "Ewan:64 Tristan:63 Zak:62 Levi:62 Milo:62 Peter:62 Jason:61 Ralph:60 Eli:59 Sean:59 "
    "Marcus:56 Zac:56 Ruben:56 Spencer:55 Jordan:55 Declan:54 Kevin:52 Maximilian:52 Vincent:52 "
    "Christian:51 Zack:51 Kaiden:50 Miles:50 Joey:50 Marley:50 Tom:49 Myles:49 Rocco:48 Jonah:48 "
    "Oakley:48 Danny:46 Leonardo:46 Grayson:46 Mark:46 Rio:46 Flynn:45 Lincoln:45 Rupert:45 "
    "Brody:45 Beau:44 Eric:44 Josh:43 Ashley:42 Elias:42 Hudson:42 Xavier:41 Leighton:41 "
    "Frank:40 Mckenzie:40 Olly:40 Lennon:40 Fraser:40 Layton:40 Vinnie:39 Alan:39 Scott:38 "
    "Ted:38 Maximus:38 Shay:37 Emmanuel:37 Jensen:37 Cooper:37 Lukas:37 Adrian:37 Zach:36 "
    "Conor:36 Raphael:36 Paul:35 Barnaby:35 Lenny:35 Francis:34 Robin:34 Wilfred:34 Richard:34 "
    "Malachi:34 Chester:33 Sidney:32 Freddy:32 Martin:32 Mackenzie:31 Euan:31 Parker:31 Cian:31 "
    "Isaiah:31 Fletcher:31 Otis:30 Stephen:30 Jaiden:30 Jaxson:30 Travis:30 Victor:30 Preston:30 "
    "Rafael:29 Rufus:29 Dominik:29 Jaden:28 Xander:28 Chase:28 Mitchell:28 Kane:28 Casey:28 "
    "Brodie:28 Calum:28 Kye:27 Rex:27 Marcel:27 Justin:27 Lee:26 Josiah:26 Nicolas:26 Phoenix:26 "
    "Timothy:26 Jax:25 Ciaran:25 Steven:25 Eddie:25 Sami:25 Simon:25 Shane:25 Niall:25 Troy:25 "
    "Kenzie:25 Jan:25 Lorenzo:24 Aston:24 Harris:24 Micah:24 Julian:24 Angus:24 Jimmy:24 "
    "Leonard:24 Brooklyn:24 Dillon:23 Coby:23 Junior:23 Asher:23 Solomon:23 Enzo:23 Philip:23 "
    "Marshall:22 Eden:22 Shaun:22 Hector:22 Fabian:22 Damian:22 Curtis:22 Douglas:22 Robbie:21 "
    "Luis:21 Will:21 Osian:21 Regan:21 Casper:21 Monty:21 Zane:21 Otto:21 Fionn:6 Llewellyn:1 "
    "Zephyr:2 Cormac:5 Iestyn:10 Torin:4 Gethin:15 Ivor:4 Cuthbert:1 Roland:2 Zoltan:1 René:2 "
    "Tommy-Lee:3";
static const char english_girls[] =
    "Olivia:800 Amelia:713 Emily:664 Jessica:592 Sophie:568 Grace:562 Lily:542 Ruby:505 "
    "Chloe:496 Mia:484 Ella:469 Isabella:448 Ava:447 Evie:437 Charlotte:437 Isla:411 Poppy:401 "
    "Freya:362 Lucy:360 Isabelle:357 Sophia:351 Daisy:347 Ellie:338 Phoebe:316 Millie:305 "
    "Scarlett:291 Holly:288 Hannah:285 Alice:271 Megan:269 Sienna:251 Molly:250 Abigail:245 "
    "Erin:243 Eva:239 Katie:235 Emma:235 Imogen:234 Florence:228 Maisie:227 Elizabeth:224 "
    "Matilda:223 Rosie:220 Jasmine:213 Amy:211 Sofia:209 Lola:209 Layla:196 Summer:194 "
    "Evelyn:193 Eleanor:191 Georgia:189 Lilly:186 Amber:186 Maya:180 Leah:177 Willow:166 "
    "Elsie:163 Emilia:159 Amelie:152 Gracie:151 Harriet:150 Esme:149 Anna:149 Bethany:147 "
    "Ivy:147 Brooke:143 Eliza:140 Madison:139 Isabel:138 Caitlin:137 Zara:134 Lauren:133 "
    "Rebecca:129 Paige:128 Keira:125 Rose:125 Lexi:123 Lacey:122 Isobel:119 Niamh:119 Sarah:118 "
    "Annabelle:114 Faith:114 Maddison:113 Zoe:112 Maria:112 Martha:112 Bella:111 Hollie:108 "
    "Francesca:103 Skye:103 Violet:101 Libby:100 Harper:99 Lydia:96 Julia:94 Heidi:93 "
    "Alexandra:93 Tia:92 Sara:92 Mollie:91 Victoria:90 Thea:89 Eve:88 Nancy:87 Nicole:86 "
    "Tilly:86 Alisha:86 Lottie:86 Eloise:86 Aimee:83 Lara:83 Beatrice:82 Darcie:81 Penelope:81 "
    "Darcey:80 Robyn:80 Darcy:77 Mya:76 Alicia:75 Aaliyah:74 Gabriella:72 Iris:71 Madeleine:71 "
    "Laura:70 Luna:70 Lexie:70 Mila:70 Aria:69 Orla:67 Annie:67 Abbie:66 Annabel:66 Naomi:65 "
    "Arabella:65 Eden:64 Courtney:64 Lyla:63 Lois:63 Clara:63 Seren:62 Bonnie:62 Lillie:60 "
    "Savannah:60 Felicity:59 Hope:59 Nevaeh:58 Connie:58 Rachel:58 Georgina:57 Elise:56 "
    "Esther:56 Angel:56 Laila:56 Edith:56 Anya:55 Natalia:55 Melissa:54 Neve:53 Sadie:52 "
    "Alexis:52 Faye:51 Kayla:51 Leila:51 Elena:51 Hallie:50 Ayla:50 Ada:50 Aurora:50 Maisy:49 "
    "Alyssa:49 India:49 Jennifer:48 Natasha:48 Shannon:48 Yasmin:48 Demi:48 Frankie:48 Edie:46 "
    "Delilah:45 Nina:45 Lena:45 Pippa:45 Ebony:44 Lucia:44 Tabitha:43 Kiera:43 Ariana:43 "
    "Cerys:43 Jemima:43 Autumn:42 Katherine:42 Hanna:42 Tegan:41 Natalie:41 Morgan:41 Esmae:40 "
    "Alana:40 Elodie:40 Betsy:39 Lucie:39 Scarlet:39 Maia:39 Mary:39 Rosa:39 Kaitlyn:38 Kate:38 "
    "Mabel:38 Amaya:38 Kayleigh:38 Alexa:38 Samantha:38 Casey:38 Olive:37 Aoife:37 Taylor:37 "
    "Louise:37 Myla:37 Cara:36 Maggie:36 Milly:36 Chelsea:36 Macey:36 Ffion:35 Caitlyn:35 "
    "Macie:35 Honey:35 Nadia:35 Charlie:34 Lana:34 Jessie:34 Madeline:34 Skyla:34 Miley:33 "
    "Lyra:33 Kelsey:33 Polly:33 Catherine:33 Alexia:32 Josephine:32 Ellen:32 Anastasia:32 "
    "Marnie:32 Carys:32 Macy:32 Gabrielle:32 Talia:32 Hazel:31 Sasha:31 Liliana:31 Aliyah:31 "
    "April:31 Georgie:31 Jade:31 Beatrix:31 Tallulah:31 Bethan:31 Emelia:31 Kacey:31 Josie:30 "
    "Margot:30 Danielle:30 Elsa:29 Ciara:29 Louisa:29 Emmie:29 Stephanie:28 Penny:28 Nia:28 "
    "Arya:28 Michelle:28 Ashleigh:28 Constance:28 Claudia:28 Kitty:28 Halle:27 Tiana:27 "
    "Destiny:27 Amara:27 Piper:27 Lila:26 Lily-Mae:26 Cora:26 Kyra:26 Emilie:26 Beau:26 Kara:26 "
    "Helena:26 Beth:26 Paris:25 Skylar:25 Lily-Rose:25 Melody:25 Sydney:25 Kiara:24 Vanessa:24 "
    "Cleo:24 Maddie:24 Pearl:24 Ria:24 Lilia:24 Ophelia:24 Alesha:24 Ellie-Mae:24 Noor:24 "
    "Antonia:24 Miriam:23 Eliana:23 Jenna:23 Ellie-May:23 Katy:23 Tiffany:23 Alina:23 Lacie:23 "
    "Indie:23 Philippa:22 Charley:22 Kyla:22 Amelia-Rose:22 Zoë:30 Chloé:8 Renée:6 Siân:4 "
    "Anaïs:6 Niamh-Rose:2 Mary-Jane:2";
static const char english_surnames[] =
    "Smith:130 Jones:103 Taylor:82 Williams:73 Brown:68 Davies:57 Evans:41 Wilson:41 Thomas:39 "
    "Roberts:39 Johnson:38 Lewis:35 Walker:35 Robinson:34 Wood:33 Thompson:33 White:32 Watson:32 "
    "Jackson:31 Wright:31 Green:30 Harris:29 Cooper:29 King:29 Lee:28 Martin:27 Clarke:27 "
    "Morgan:27 Hughes:26 Edwards:26 Hill:26 Moore:26 Clark:25 Harrison:24 Scott:24 Young:24 "
    "Morris:24 Hall:23 Ward:22 Turner:22 Carter:22 Phillips:22 Mitchell:22 Campbell:21 Adams:21 "
    "Anderson:21 Allen:20 Cook:20 Bailey:20 Miller:20 Parker:20 Davis:19 Murphy:19 Bell:19 "
    "Price:19 Baker:19 Griffiths:19 Kelly:18 Simpson:18 Marshall:17 Collins:17 Bennett:17 Cox:17 "
    "Richardson:16 Fox:16 Gray:16 Rose:16 Chapman:16 Hunt:16 Robertson:15 Shaw:15 Reynolds:15 "
    "Lloyd:15 Ellis:15 Richards:15 Wilkinson:15 Russell:15 Graham:14 Stewart:14 Reid:14 "
    "Powell:14 Murray:14 Palmer:14 Rogers:13 Holmes:13 Stevens:13 Walsh:13 Hunter:13 Thomson:13 "
    "Matthews:13 Ross:12 Owen:12 Knight:12 Mason:12 Kennedy:12 Butler:12 Saunders:12 Cole:12 "
    "Pearce:12 Dean:12 Foster:12 Harvey:12 Hudson:12 Gibson:12 Mills:12 Berry:12 Pearson:12 "
    "Barnes:12 Booth:11 Grant:11 Dixon:11 Gordon:11 Lane:11 Harper:11 Hart:11 Lawson:9 Day:9 "
    "Woods:9 Black:9 Rees:9 Fraser:9 Fletcher:9 Willis:9 Marsh:9 Doyle:9 Lowe:9 Hopkins:9 "
    "Nicholson:9 Burns:9 Parry:8 Jordan:8 Newman:8 Howard:8 Henderson:8 Barrett:8 Burton:8 "
    "Riley:8 Porter:8 Byrne:8 Baxter:8 Perry:8 McCarthy:8 Burke:8 Houghton:8 Ball:8 Elliott:8 "
    "Cooke:8 Read:8 Francis:8 Gallagher:8 Duncan:8 Sharp:8 Austin:8 Wallace:8 Hawkins:8 Hayes:8 "
    "Sutton:8 Davidson:8 Holland:8 Moss:7 May:7 Bates:7 Bob:7 Oliver:7 Kemp:7 Page:7 Morrison:7 "
    "Arnold:7 Stevenson:7 Ford:7 Flynn:7 Potter:7 Kent:7 Field:7 Warren:7 Alexander:7 Freeman:7 "
    "Rhodes:7 Middleton:7 Payne:7 Stephenson:7 Pritchard:7 Gregory:7 Bond:7 Webster:7 Dunn:7 "
    "Donnelly:6 Lucas:6 Long:6 Jarvis:6 Stephens:6 Coleman:6 Cross:6 Bull:6 Reed:6 Nicholls:6 "
    "Bartlett:6 Bird:6 Patterson:6 Tucker:6 Curtis:6 Bryant:6 Lynch:6 MacKenzie:6 Ferguson:6 "
    "Cameron:6 Haynes:6 Hardy:6 Davey:6 Bolton:6 Heath:6 Rice:6 Ashton:6 French:6 Jacobs:6 "
    "Parsons:6 Gilbert:6 Hodgson:6 Robson:6 Farrell:6 Norman:6 Walton:6 Newton:6 Higgins:6 "
    "Bishop:6 Simmons:6 Sutherland:6 Kay:6 Burgess:6 Hutchinson:6 Moran:6 Slater:6 Greenwood:6 "
    "Kirk:6 Atkins:6 Daniel:6 Maxwell:6 Frost:6 Beattie:6 Todd:6 Park:6 Love:5 Charles:5 "
    "Crawford:5 Rowland:5 Connolly:5 Sheppard:5 Rowe:5 Sanderson:5 Hewitt:5 Forrest:5 Harding:5 "
    "Banks:5 Humphreys:5 Glover:5 Garner:5 Goodwin:5 David:5 Mackay:5 Jeffery:5 Daniels:5 "
    "Yates:5 Sullivan:5 Howe:5 Hammond:5 Miles:5 Brady:5 Preston:5 McLeod:5 Leigh:5 Atherton:5 "
    "Carpenter:5 Lambert:5 Knowles:5 Hope:5 Barton:5 Finch:5 Blake:5 Fuller:5 Henry:5 Hobbs:5 "
    "Morton:5 Davison:5 Owens:5 Wilkins:5 Dennis:5 Paterson:5 Coates:5 Howells:5 Gough:5 "
    "Woodward:5 Griffin:5 Wall:5 Christie:5 Duffy:5 Charlton:5 Vincent:5 Bowen:5 Browne:5 "
    "Rodgers:5 Smart:5 Donaldson:5 Wheeler:5 Quinn:5 Allan:5 Bowden:5 Gibbons:5 Bentley:5 "
    "Barnett:5 Sweeney:5 Steele:5 Hartley:5 Randall:5 Fowler:5 Douglas:5 Holt:5 Baird:5 Kerr:5 "
    "Brennan:5 Howell:5 Cartwright:4 Dickson:4 Benson:4 Goddard:4 Broadhurst:4 Doherty:4 Power:4 "
    "Watkins:4 Millar:4 Holden:4 Tait:4 Reilly:4 Thorne:4 Wyatt:4 Leach:4 Lord:4 Hilton:4 Adam:4 "
    "McLean:4 Jennings:4 Nash:4 Hancock:4 Stuart:4 Nelson:4 Walters:4 Lindsay:4 Hooper:4 "
    "O'Brien:4 Seymour:4 Dale:4 Whelan:4 Barlow:4 Kenny:4 Carroll:4 Chadwick:4 Abbott:4 Mellor:4 "
    "Boyd:4 Perkins:4 Mann:4 McGrath:4 Joyce:4 Blair:4 Weaver:4 Little:4 Haines:4 Peters:4 "
    "Savage:4 Sanders:4 Baldwin:4 Thornton:4 Whitehouse:4 Whitehead:4 Burrows:4 Swift:4 "
    "Shepherd:4 Cullen:4 McFarlane:4 Sinclair:4 Fleming:4 Welch:4 Bradshaw:4 Summers:4 Buckley:4 "
    "Vaughan:4 Naylor:4 Briggs:4 Schofield:4 Coles:4 Cassidy:4 Giles:4 Whittaker:4 Faulkner:4 "
    "Bray:4 Osborne:4 Herbert:4 O'Neill:4 Hicks:4 Bush:4 Bourne:4 Weston:4 Humphrey:4 "
    "Partridge:4 Johns:4 Morley:4 Welsh:4 Rooney:4 Fitzgerald:4 Whittle:4 Spence:4 Gardiner:4 "
    "Armitage:4 English:4 Winter:4 Singleton:4 Kaye:4 Craig:4 Laing:4 Pollard:4 Wilkes:4 "
    "Bright:4 Hills:4 Howarth:4 Best:4 Appleton:4 Rawlings:4 Turnbull:4 Drew:4 Devlin:4 Horne:4 "
    "Lovell:4 Kavanagh:4 Gibbs:4 McKenna:4 Stanton:4 Bernard:4 Kirby:4 Wills:4 Crossley:4 "
    "Bruce:4 Carey:4 Piper:4 Needham:4 Sawyer:3 Joseph:3 Fenton:3 Connor:3 Reeves:3 Norris:3 "
    "Firth:3 Clarkson:3 Brookes:3 Townsend:3 Cairns:3 Wallis:3 Senior:3 Dyer:3 Guest:3 Thorpe:3 "
    "Parkinson:3 Sykes:3 Lees:3 Gale:3 Blackburn:3 Holloway:3 Hurst:3 McIntosh:3 Smyth:3 "
    "Conway:3 Bowman:3 Bassett:3 Corbett:3 Heaton:3 Humphries:3 Copeland:3 Parr:3 Hough:3 Burt:3 "
    "Fitzpatrick:3 Tomlinson:3 Tanner:3 Wickens:3 Collier:3 Curry:3 Sloan:3 Archer:3 Ireland:3 "
    "Edge:3 Stokes:3 Cope:3 Chandler:3 Tyler:3 Goodman:3 McKay:3 Stacey:3 Noble:3 Skinner:3 "
    "Reeve:3 Whyte:3 Muir:3 Barry:3 England:3 Hanson:3 Marriott:3 Horton:3 Shields:3 McCallum:3 "
    "Barr:3 Kane:3 Simons:3 Pope:3 McKenzie:3 Wardle:3 Cannon:3 Simon:3 Farrow:3 Hood:3 "
    "Matthams:3 Sims:3 Waters:3 Gould:3 Malone:3 McGill:3 McGuire:3 Dalton:3 McCormack:3 "
    "Philip:3 Barclay:3 Logan:3 Flower:3 Woodcock:3 Mooney:3 Peacock:3 Davie:3 Healy:3 Neal:3 "
    "Crowther:3 Gunn:3 Donald:3 Hutton:3 Britton:3 Currie:3 Dunne:3 Milne:3 Blackmore:3 "
    "Wiggins:3 Morrow:3 McMillan:3 Farmer:3 Downes:3 Ware:3 Bowers:3 Bevan:3 Hogg:3 McMahon:3 "
    "Carty:3 Terry:3 Gilmour:3 Rigby:3 Stott:3 Betts:3 Greaves:3 Irvine:3 Vickers:3 Alcock:3 "
    "Clegg:3 Stubbs:3 Strong:3 Macgregor:3 Marsden:3 Brett:3 Clayton:3 Daly:3 Munro:3 Hubbard:3 "
    "Rowley:3 Bain:3 Sharpe:3 Childs:3 Searle:3 Monaghan:3 Bryan:3 Weir:3 Clay:3 Steadman:3 "
    "Barrow:3 Coombes:3 Hodge:3 Redman:3 Callaghan:3 Lang:3 Rudd:3 McDonnell:3 Barron:3 "
    "Bullock:3 Ratcliffe:3 Neville:3 Norton:3 Larkin:3 Robins:3 Neale:3 Carson:3 Rankin:3 "
    "Lacey:3 Ferreira:3 Higgs:3 McGhee:3 Tate:3 Richmond:3 Draper:3 Parkes:3 Broughton:3 "
    "Macleod:3 Maguire:3 Harrington:3 Clifford:3 Drummond:3 Burnett:3 Woolley:3 Busby:3 D'Arcy:2 "
    "St_John:2 O'Shaughnessy:1 Van_der_Berg:1 Le_Breton:1 Fitz-Simmons:1";
static const char south_asian_muslim_boys[] =
    "Muhammad:480 Mohammed:459 Mohammad:166 Ibrahim:99 Yusuf:80 Ali:73 Ayaan:65 Hamza:50 Zain:50 "
    "Abdullah:53 Ahmed:53 Musa:45 Omar:40 Yahya:37 Mustafa:36 Zakariya:36 Rayan:35 Hassan:35 "
    "Rayyan:32 Eesa:31 Ismail:31 Umar:30 Zayn:27 Ahmad:26 Bilal:25 Amir:23 Idris:23 Haris:22 "
    "Isa:21 Hasan:20 Amaan:20 Ayman:16 Aadam:16 Zayd:16 Hussain:16 Syed:57 Zayan:15 Adam:353 "
    "Danyal:8 Faizan:8 Ayyub:5 Huzaifa:5 Imran:12 Junaid:6 Kamran:9 Shayan:9 Sulaiman:11 Taha:8 "
    "Usman:12 Uzair:10 Yasin:12 Zaki:7 Arham:8 Aariz:6 Faisal:4 Harun:4 Ilyas:15 Khalid:17 "
    "Safwan:6 Talha:8 Tariq:4 Zeeshan:7";
static const char south_asian_muslim_girls[] =
    "Maryam:100 Aisha:95 Fatima:74 Zainab:64 Zahra:57 Zara:134 Ayesha:40 Khadija:40 Safa:38 "
    "Aleena:39 Amina:42 Iqra:26 Hafsa:30 Inaaya:31 Anaya:42 Aliza:29 Noor:24 Aminah:23 Laiba:21 "
    "Fatimah:21 Sana:20 Halima:20 Aiza:20 Inayah:19 Aizah:19 Imaan:23 Khadijah:33 Zaynab:25 "
    "Alayna:18 Mariam:42 Sumayyah:13 Hajra:7 Areeba:4 Eshaal:9 Haniya:16 Iman:17 Javeria:2 "
    "Kiran:5 Mahnoor:10 Mehreen:5 Minahil:7 Nimra:3 Rabia:4 Ruqayyah:11 Saima:4 Samina:1 Sidra:4 "
    "Sofia:209 Sumaya:12 Tayyaba:1 Umaima:3 Zoya:32 Hiba:11 Humaira:11 Maleeha:4 Rumaysa:7 "
    "Saffiyah:2 Aamna:3 Anum:3";
static const char indian_boys[] =
    "Arjun:18 Rohan:18 Aarav:17 Aryan:18 Jai:17 Milan:17 Dev:5 Dhruv:8 Ishaan:9 Krish:13 Kiran:5 "
    "Nikhil:6 Om:3 Reyansh:3 Rishi:8 Rudra:3 Shiv:4 Veer:8 Vihaan:6 Yash:6 Ayush:4 Neel:3 "
    "Aditya:6 Arnav:5 Advik:1 Karan:3 Rahul:5 Sahil:11 Samar:1 Shay:18 Jeevan:7 Gurveer:2 "
    "Harpreet:1 Jasraj:1 Karam:5 Manraj:3 Ranveer:4 Sahib:6 Simran:1 Tejan:1 Fateh:2 Arun:9 "
    "Ravi:2 Vivaan:4 Pranav:4 Kabir:5 Mohit:1 Hari:12 Jaspal:1 Amar:7 Avi:4 Kian:18";
static const char indian_girls[] =
    "Anaya:18 Anya:18 Priya:18 Simran:18 Diya:16 Aanya:6 Aadhya:2 Aarya:6 Ananya:5 Avani:5 "
    "Isha:15 Jasmine:18 Jasleen:6 Kavya:2 Khushi:5 Kiran:5 Leela:8 Maya:18 Mira:7 Nisha:2 "
    "Pooja:1 Riya:14 Saanvi:5 Shreya:9 Siya:5 Tara:18 Tanvi:3 Amrit:5 Asha:9 Jaya:10 Harleen:7 "
    "Gurleen:3 Prabhleen:1 Sukhmani:4 Jiya:7 Aria:18 Ira:1 Myra:7 Pia:4 Roshni:2 Sanaya:2 "
    "Shanaya:7 Sonia:9 Tia:18 Trisha:3 Navya:2 Nikita:12 Anika:13 Meera:4 Ishani:2";
static const char polish_boys[] =
    "Jakub:56 Filip:50 Kacper:40 Oskar:38 Antoni:25 Aleksander:21 Szymon:20 Dawid:17 Mateusz:16 "
    "Patryk:16 Dominik:29 Marcel:27 Fabian:22 Damian:22 Jan:25 Adrian:37 Bartosz:8 Igor:11 "
    "Kamil:11 Krystian:6 Maciej:5 Maksymilian:14 Michal:13 Mikolaj:14 Nikodem:13 Oliwier:12 "
    "Olivier:19 Piotr:8 Stanislaw:6 Tymon:8 Wiktor:12 Wojciech:5 Natan:12 Alan:39 Tomasz:7 "
    "Franciszek:12 Ksawery:2 Konrad:5 Leon:147 Borys:3";
static const char polish_girls[] =
    "Maja:47 Zuzanna:38 Hanna:42 Zofia:23 Oliwia:23 Alicja:19 Julia:94 Lena:45 Natalia:55 "
    "Amelia:713 Emilia:159 Nikola:16 Wiktoria:15 Aleksandra:16 Gabriela:26 Laura:70 Nadia:35 "
    "Pola:9 Anastazja:4 Antonina:7 Blanka:4 Helena:26 Iga:4 Jagoda:4 Kinga:3 Kornelia:7 "
    "Lilianna:5 Magdalena:6 Malwina:1 Marcelina:3 Martyna:8 Milena:12 Nina:45 Patrycja:5 "
    "Sandra:8 Weronika:7 Karolina:10 Kaja:6 Liliana:31 Klaudia:7";
static const char romanian_boys[] =
    "David:18 Andrei:12 Alexandru:12 Luca:18 Matei:12 Stefan:18 Gabriel:18 Darius:13 Mihai:2 "
    "Ionut:1 Eduard:8 Denis:18 Robert:18 Cristian:5 Daniel:18 Sebastian:18 Raul:5 Ianis:4 "
    "Rares:4 Tudor:4 Victor:18 Vlad:4 Radu:1 Bogdan:2 Patrick:18 Antonio:15 Eric:18 Kevin:18 "
    "Mario:11 Marius:3";
static const char romanian_girls[] =
    "Maria:18 Sofia:18 Anastasia:18 Andreea:5 Ioana:3 Alexandra:18 Daria:13 Antonia:18 Elena:18 "
    "Gabriela:18 Bianca:14 Denisa:3 Larisa:2 Raluca:1 Iulia:1 Ana:18 Emma:18 Eva:18 Natalia:18 "
    "Miruna:2 Stefania:4 Diana:18 Rebeca:6 Teodora:2 Crina:1 Medeea:1 Evelina:7 Karina:13 "
    "Patricia:7 Roxana:3";
static const char west_african_boys[] =
    "Emmanuel:18 David:18 Daniel:18 Samuel:18 Joshua:18 Joel:18 Michael:18 Nathaniel:18 "
    "Jayden:18 Caleb:18 Elijah:18 Josiah:18 Jeremiah:18 Malachi:18 Isaiah:18 Gabriel:18 Israel:9 "
    "Solomon:18 Victor:18 Prince:13 Ayomide:4 Tobi:3 Oluwaseun:1 Chidubem:1 Kwame:2 Kofi:3 "
    "Kelvin:6 Favour:1 Nana:5 Ethan:18 Ayodeji:1 Temiloluwa:1 Toluwani:1 Ebube:1 Chukwuemeka:1 "
    "Kobina:1 Yaw:1 Jermaine:5 Ezekiel:15 Micah:18 Zion:17 Tomiwa:1 Tobiloba:1";
static const char west_african_girls[] =
    "Esther:18 Grace:18 Faith:18 Favour:4 Destiny:18 Deborah:13 Hannah:18 Naomi:18 Abigail:18 "
    "Gabriella:18 Michelle:18 Chloe:18 Precious:11 Blessing:7 Princess:12 Victoria:18 "
    "Elizabeth:18 Oluwadamilola:1 Ayomide:2 Temitope:1 Adaeze:1 Chioma:2 Chidera:1 Amara:18 "
    "Ama:1 Abena:1 Akosua:1 Tiwa:1 Semilore:1 Tamilore:1 Joy:10 Mercy:4 Ruth:18 Miriam:18 "
    "Eliana:18 Zoe:18 Angel:18 Goodness:1 Jemimah:6 Nana:5 Adunni:1 Morayo:1";
static const char somali_boys[] =
    "Mohamed:58 Abdirahman:10 Abdullahi:7 Abdi:1 Yahya:37 Yusuf:80 Ibrahim:99 Ismail:31 "
    "Zakaria:14 Ayub:10 Hamza:50 Abdulrahman:9 Adam:353 Ahmed:53 Ali:73 Bilal:25 Hassan:35 "
    "Idris:23 Ilyas:15 Khalid:17 Liban:1 Mahad:3 Mustafa:36 Omar:40 Suleiman:3 Yonis:1 "
    "Zakariya:36 Ayman:16 Anas:15 Sharmarke:1";
static const char somali_girls[] =
    "Amina:42 Hafsa:30 Hamdi:1 Asma:8 Ayan:1 Aisha:95 Ayaan:1 Fatima:74 Hibo:1 Hodan:1 Idil:1 "
    "Ikram:1 Khadija:40 Maryam:100 Muna:3 Nasteho:1 Naima:6 Nimco:1 Rahma:7 Sabrin:1 Safiya:13 "
    "Salma:17 Samira:9 Sumaya:12 Yasmin:48 Zahra:57 Zamzam:1 Ruweyda:1 Sagal:1 Halima:20";
static const char chinese_boys[] =
    "Jason:18 Ethan:18 Kevin:18 Ryan:18 Lucas:18 Eric:18 Alvin:6 Andy:6 Anson:1 Aiden:18 Leo:18 "
    "Jayden:18 Wilson:7 Edison:10 Jacky:1 Kai:18 Henry:18 Marcus:18 Justin:18 Hei:1 Tsz:1 Chun:1 "
    "Ho:1 Yu:2 Zihan:1 Haoran:1";
static const char chinese_girls[] =
    "Emily:18 Chloe:18 Jessica:18 Angel:18 Tiffany:18 Michelle:18 Vivian:4 Alice:18 Cindy:3 "
    "Mandy:1 Sophie:18 Yan:1 Hoi:1 Tsz:1 Yuet:1 Ching:1 Mei:2 Yi:1 Xin:2 Yuhan:1 Zixuan:1 "
    "Anna:18 Grace:18 Joyce:5 Fiona:11 Wing:1";
static const char arabic_boys[] =
    "Mohamed:18 Omar:18 Adam:18 Ali:18 Yousef:9 Ahmed:18 Karim:7 Zaid:10 Amir:18 Hassan:18 "
    "Hussein:5 Ibrahim:18 Khaled:3 Mahmoud:2 Malik:13 Mustafa:18 Sami:18 Tarek:1 Youssef:5 "
    "Zakaria:14 Rayan:18 Laith:7 Jad:3 Hadi:7 Aymen:2 Elyas:3 Anas:15 Bashar:1 Firas:1 Nabil:4";
static const char arabic_girls[] =
    "Sara:18 Maryam:18 Lana:18 Leen:3 Layla:18 Noor:18 Fatima:18 Yasmin:18 Malak:7 Salma:17 "
    "Jana:7 Lina:12 Mariam:18 Aya:16 Rand:1 Tala:3 Hala:2 Sham:1 Dana:7 Sarah:18 Nada:3 Reem:5 "
    "Ritaj:1 Hana:18 Judy:2 Nadine:6 Lamar:1 Mira:7 Rawan:2 Rima:1";
static const char portuguese_boys[] =
    "Gabriel:18 Rafael:18 Lucas:18 Tiago:7 Diogo:2 Miguel:9 Leonardo:18 Martim:1 Rodrigo:4 "
    "Tomas:18 Lourenço:1 João:1 Gonçalo:1 Duarte:1 Afonso:1 Santiago:11 Davi:2 Enzo:18 Matheus:1 "
    "Bernardo:1 Simão:1 Guilherme:1";
static const char portuguese_girls[] =
    "Maria:18 Beatriz:5 Leonor:2 Matilde:3 Mariana:5 Carolina:5 Lara:18 Inês:1 Ana:18 Sofia:18 "
    "Francisca:1 Margarida:1 Clara:18 Alice:18 Bianca:14 Luana:4 Isabela:4 Helena:18 Júlia:1 "
    "Victoria:18 Letícia:1 Constança:1";
static const char south_asian_muslim_surnames[] =
    "Khan:100 Hussain:90 Ahmed:85 Ali:70 Akhtar:25 Mahmood:30 Malik:25 Iqbal:25 Shah:28 Mirza:12 "
    "Butt:14 Chaudhry:10 Qureshi:11 Rashid:9 Saleem:9 Shahzad:7 Sheikh:9 Siddique:8 Hassan:12 "
    "Yousaf:8 Zaman:8 Aslam:10 Bashir:9 Farooq:8 Javed:8 Kauser:8 Mehmood:8 Nawaz:8 Raza:9 "
    "Rehman:12 Anwar:8 Arshad:7 Ashraf:8 Aziz:9 Hanif:6 Majid:5 Parveen:6 Rafiq:6 Sadiq:6 "
    "Tariq:8 Younis:7 ul-Haq:3";
static const char bangladeshi_surnames[] =
    "Ahmed:60 Ali:55 Miah:60 Rahman:55 Uddin:50 Islam:45 Hussain:40 Hoque:18 Choudhury:28 "
    "Khan:20 Alam:16 Karim:12 Haque:12 Kabir:9 Chowdhury:20 Islam-Khan:2 Abdul:9 Ullah:10 "
    "Khatun:10 Begum:40";
static const char sikh_surnames[] =
    "Singh:100 Gill:28 Dhillon:18 Sandhu:20 Sidhu:14 Grewal:10 Bains:11 Johal:9 Dhaliwal:9 "
    "Mann:10 Virk:4 Uppal:5 Rai:7 Atwal:6 Sahota:6 Bhogal:5 Kang:5 Cheema:5";
static const char hindu_surnames[] =
    "Patel:160 Shah:30 Sharma:25 Kumar:20 Desai:10 Mistry:12 Joshi:8 Gupta:8 Reddy:8 Nair:7 "
    "Mehta:7 Parmar:8 Chauhan:8 Solanki:6 Bhatt:5 Iyer:4 Rao:6 Thomas:6 George:4 Mathew:5 "
    "Joseph:4 Varghese:4 Menon:3 Pillai:3 Solanki-Patel:1 Das:4 Ghosh:2 Chopra:2 Kapoor:3";
static const char polish_surnames[] =
    "Nowak:30 Kowalsk*:26 Wiśniewsk*:20 Wójcik:18 Kowalczyk:18 Kamińsk*:17 Lewandowsk*:17 "
    "Zielińsk*:16 Szymańsk*:15 Woźniak:15 Dąbrowsk*:14 Kozłowsk*:14 Mazur:12 Jankowsk*:11 "
    "Kwiatkowsk*:11 Krawczyk:11 Kaczmarek:10 Piotrowsk*:10 Grabowsk*:10 Pawłowsk*:9 Michalsk*:9 "
    "Król:9 Wieczorek:8 Jabłońsk*:8 Wróbel:8 Majewsk*:8 Olszewsk*:7 Stępień:7 Malinowsk*:7 "
    "Adamczyk:7 Dudek:6 Pawlak:6 Sikora:6 Walczak:6 Baran:5 Rutkowsk*:5 Michalak:5 Szewczyk:5 "
    "Ostrowsk*:5 Tomaszewsk*:5";
static const char romanian_surnames[] =
    "Popa:30 Popescu:28 Ionescu:20 Radu:16 Dumitru:15 Stan:14 Stoica:13 Gheorghe:13 Matei:12 "
    "Ciobanu:12 Rusu:11 Munteanu:11 Constantin:10 Marin:10 Lazar:9 Lungu:8 Florea:8 Dinu:7 "
    "Moldovan:10 Dragomir:6 Ene:5 Oprea:6 Sandu:6 Nistor:5 Cojocaru:6 Ungureanu:5 Țurcanu:3 "
    "Mureșan:4";
static const char west_african_surnames[] =
    "Mensah:18 Owusu:16 Boateng:14 Asante:12 Osei:12 Agyeman:9 Appiah:9 Amoah:7 Addo:8 Ofori:7 "
    "Adeyemi:14 Adebayo:13 Okafor:12 Okoro:9 Ogunleye:8 Oladipo:7 Balogun:8 Eze:9 Nwosu:8 Obi:7 "
    "Okonkwo:8 Adeleke:6 Ajayi:8 Akinola:5 Bello:6 Chukwu:6 Ibrahim:4 Johnson:8 Williams:7 "
    "Lawal:6 Ojo:7 Oyelaran:3 Uzor:3 Kamara:8 Sesay:7 Conteh:5 Koroma:5 Bangura:4 Osei-Bonsu:3 "
    "Asare:6 Frimpong:6 Yeboah:6";
static const char somali_surnames[] =
    "Mohamed:40 Ali:30 Hassan:25 Ahmed:24 Abdi:24 Omar:16 Yusuf:14 Ibrahim:14 Hussein:12 "
    "Farah:12 Osman:11 Warsame:8 Adan:8 Jama:9 Nur:8 Abdullahi:9 Aden:5 Dahir:5 Elmi:5 Isse:4 "
    "Ismail:6 Mohamud:7 Muse:4 Salad:3 Sheikh:4";
static const char chinese_surnames[] =
    "Chan:20 Wong:20 Li:18 Lam:14 Cheung:13 Wang:14 Zhang:13 Chen:18 Liu:12 Ho:9 Ng:9 Leung:10 "
    "Lau:9 Yang:8 Huang:8 Lin:10 Wu:9 Cheng:7 Zheng:6 Xu:6 Tang:6 Yip:5 Tsang:5 Kwok:4 Ma:4";
static const char arabic_surnames[] =
    "Hassan:14 Hussein:12 Ali:14 Ahmed:12 Mohammed:12 Ibrahim:9 Khalil:8 Mahmoud:8 Saleh:8 "
    "Abdullah:7 Al-Hassan:3 Al-Masri:4 Haddad:5 Hamdan:5 Kassem:4 Mansour:6 Nasser:6 Said:6 "
    "Suleiman:5 Yousef:5 Aziz:4 Ben_Ali:2 El-Sayed:3 Bouzid:2 Hamid:5 Karimi:4 Ahmadi:5 Rahimi:4 "
    "Mohammadi:4";
static const char portuguese_surnames[] =
    "Silva:24 Santos:20 Ferreira:14 Pereira:13 Costa:13 Oliveira:12 Rodrigues:11 Martins:10 "
    "Fernandes:10 Gonçalves:9 Gomes:9 Lopes:8 Sousa:8 Almeida:7 Ribeiro:7 Carvalho:6 Pinto:6 "
    "Teixeira:5 Moreira:5 dos_Santos:5 da_Silva:6 De_Souza:4 Dias:5 Mendes:5 Araújo:3";
static const char caribbean_surnames[] =
    "Campbell:26 Brown:26 Williams:22 Grant:16 Clarke:18 Gordon:12 Francis:12 Reid:10 "
    "Thompson:11 Morgan:8 Lewis:9 Henry:8 Bailey:9 Morrison:6 James:9 Charles:7 Joseph:8 "
    "Pierre:3 Baptiste:3 Blake:5 Palmer:5 Powell:6 Samuels:5 Stewart:6 Wright:6 Walters:5 "
    "McKenzie:6 McFarlane:4 Nembhard:2 Bogle:2 Duhaney:2 Harriott:1 Wint:1";

static const struct {
        const char *boys, *girls, *surnames;
} lists[TRADITIONS] = {
        [ENGLISH] = { english_boys, english_girls, english_surnames },
        [CARIBBEAN] = { english_boys, english_girls, caribbean_surnames },
        [SOUTH_ASIAN_MUSLIM] = { south_asian_muslim_boys, south_asian_muslim_girls,
                                 south_asian_muslim_surnames },
        [BANGLADESHI] = { south_asian_muslim_boys, south_asian_muslim_girls, bangladeshi_surnames },
        [SIKH] = { indian_boys, indian_girls, sikh_surnames },
        [HINDU] = { indian_boys, indian_girls, hindu_surnames },
        [POLISH] = { polish_boys, polish_girls, polish_surnames },
        [ROMANIAN] = { romanian_boys, romanian_girls, romanian_surnames },
        [WEST_AFRICAN] = { west_african_boys, west_african_girls, west_african_surnames },
        [SOMALI] = { somali_boys, somali_girls, somali_surnames },
        [CHINESE] = { chinese_boys, chinese_girls, chinese_surnames },
        [ARABIC] = { arabic_boys, arabic_girls, arabic_surnames },
        [PORTUGUESE] = { portuguese_boys, portuguese_girls, portuguese_surnames },
};

/* upto is the sum of the weights so far. */
struct weighted {
        const char *text;
        unsigned upto;
};

struct list {
        size_t count;
        struct weighted *items;
};

struct names {
        struct list of[TRADITIONS][3];
};

static struct list parse(struct arena *a, const char *words)
{
        size_t room = 1;
        for (const char *p = words; (p = strchr(p, ':')); p++)
                room++;
        struct list list = { 0, arena_array(a, room, sizeof *list.items) };
        char *copy = arena_text(a, words), *rest;
        unsigned sum = 0;
        for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
                char *colon = strchr(word, ':');
                *colon = '\0';
                for (char *p = word; (p = strchr(p, '_'));)
                        *p = ' ';
                sum += (unsigned)atoi(colon + 1);
                list.items[list.count++] = (struct weighted){ word, sum };
        }
        return list;
}

struct names *names_new(struct arena *a)
{
        struct names *n = arena_alloc(a, sizeof *n);
        for (int t = 0; t < TRADITIONS; t++) {
                n->of[t][0] = parse(a, lists[t].boys);
                n->of[t][1] = parse(a, lists[t].girls);
                n->of[t][2] = parse(a, lists[t].surnames);
        }
        return n;
}

static const char *pick(const struct list *list, struct chance *c)
{
        unsigned at = chance_below(c, list->items[list->count - 1].upto);
        size_t low = 0, high = list->count - 1;
        while (low < high) {
                size_t middle = (low + high) / 2;
                if (list->items[middle].upto > at)
                        high = middle;
                else
                        low = middle + 1;
        }
        return list->items[low].text;
}

const char *names_forename(const struct names *n, struct chance *c, enum tradition t, bool girl)
{
        return pick(&n->of[t][girl], c);
}

const char *names_surname(const struct names *n, struct chance *c, enum tradition t)
{
        return pick(&n->of[t][2], c);
}

const char *names_of_child(struct arena *a, const char *family, bool girl)
{
        if (!strchr(family, '*'))
                return family;
        char *own = arena_text(a, family);
        *strchr(own, '*') = girl ? 'a' : 'i';
        return own;
}

const char *names_short(const char *forename)
{
        static const char *const forms[][2] = {
                { "Thomas", "Tom" },        { "William", "Will" },     { "Joshua", "Josh" },
                { "Daniel", "Dan" },        { "Samuel", "Sam" },       { "Benjamin", "Ben" },
                { "Alexander", "Alex" },    { "Edward", "Ted" },       { "Matthew", "Matt" },
                { "Harrison", "Harry" },    { "Nathan", "Nate" },      { "Michael", "Mike" },
                { "Zachary", "Zac" },       { "Charles", "Charlie" },  { "Theodore", "Teddy" },
                { "Frederick", "Freddie" }, { "Robert", "Bobby" },     { "Joseph", "Joe" },
                { "Jacob", "Jake" },        { "Oliver", "Ollie" },     { "Christopher", "Chris" },
                { "Nicholas", "Nick" },     { "Anthony", "Tony" },     { "Jonathan", "Jonny" },
                { "Isabelle", "Izzy" },     { "Isabella", "Bella" },   { "Elizabeth", "Lizzie" },
                { "Charlotte", "Lottie" },  { "Abigail", "Abbie" },    { "Katherine", "Katie" },
                { "Eleanor", "Ellie" },     { "Matilda", "Tilly" },    { "Rebecca", "Becky" },
                { "Jessica", "Jess" },      { "Amelia", "Millie" },    { "Olivia", "Liv" },
                { "Madeleine", "Maddie" },  { "Georgina", "Georgie" }, { "Francesca", "Fran" },
                { "Rosie", "Rose" },        { "Natalia", "Nat" },      { "Victoria", "Vicky" },
                { "Alexandra", "Alex" },    { "Josephine", "Josie" },  { "Aleksander", "Olek" },
                { "Jakub", "Kuba" },        { "Zuzanna", "Zuza" },     { "Małgorzata", "Gosia" },
                { "Penelope", "Penny" },    { "Philippa", "Pippa" },   { "Mohammed", "Mo" },
                { "Imogen", "Immy" },
        };
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
                if (strcmp(forms[i][0], forename) == 0)
                        return forms[i][1];
        return NULL;
}
