// What the customer reads at the turning points of the journey, and what he has in his hand.
export const words = {
  sl: {
    title: 'Moj upravljalec', yes: 'da', looking: /nabiralnik/, success: 'Vaša prijava je uspešna', checkDigit: /kontrolna|zadnja številka|ne ujema/i,
    received: /prejeli/i, below: /manjš|nižj|pod/i, passwordChanged: /[Gg]eslo/, amount: /\d,\d\d\s€/,
  },
  en: {
    title: 'My utility', yes: 'yes', looking: /mailbox|inbox/i, success: 'You are registered', checkDigit: /check digit|last digit|does not match/i,
    received: /received/i, below: /lower|below/i, passwordChanged: /[Pp]assword/, amount: /€\d/,
  },
};

export const utility = 'Komunalno podjetje Logatec';
export const bill = { number: '20180500081', reference: 'SI12 1805000001070', wrongCheckDigit: 'SI12 1805000001071', code: '6473' };
export const passwords = { first: 'sedem rdečih koles', second: 'tiha zelena dolina', third: 'stara lesena brana' };
