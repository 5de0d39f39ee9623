// What the customer reads at the turning points of the journey, and what he has in his hand.
export const words = {
  sl: {
    title: 'Moj upravljalec', yes: 'da', looking: /poštni nabiralnik/, success: 'Vaša prijava je uspešna', mend: 'Preverite podatke z računa', checkDigit: /zadnja številka se ne ujema/i,
    received: /prejeli/i, below: /manjše od zadnjega/i, passwordChanged: /[Gg]eslo/, amount: /\d,\d\d\s€/,
  },
  en: {
    title: 'Moj upravljalec', yes: 'yes', looking: /mailbox/i, success: 'You are registered', mend: 'Check the details from the bill', checkDigit: /last digit does not match/i,
    received: /received/i, below: /lower than the last/i, passwordChanged: /[Pp]assword/, amount: /€\d/,
  },
};

export const utility = 'Komunalno podjetje Logatec';
export const bill = { number: '20180500081', reference: 'SI12 1805000001070', wrongCheckDigit: 'SI12 1805000001071', code: '6473', wrongCode: '1111' };
export const passwords = { first: 'sedem rdečih koles', second: 'tiha zelena dolina', third: 'stara lesena brana' };
