// The references of the world, scheme by scheme; each vector names where it was published.
#include <portal/references/schemes.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <initializer_list>

namespace {

using namespace portal::sdk;
using namespace portal::sdk::references;

class ReferencesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReferencesTest);
    CPPUNIT_TEST(slovenian_examples_of_the_rules_are_right);
    CPPUNIT_TEST(every_slovenian_model_is_made_and_read);
    CPPUNIT_TEST(slovenian_mistakes_have_their_keys);
    CPPUNIT_TEST(a_slovenian_group_without_weights_is_not_judged);
    CPPUNIT_TEST(iso_11649_examples_are_right);
    CPPUNIT_TEST(iso_11649_has_no_check_digits_00_01_and_99);
    CPPUNIT_TEST(croatian_examples_are_right);
    CPPUNIT_TEST(every_croatian_model_is_made_and_read);
    CPPUNIT_TEST(croatian_mistakes_have_their_keys);
    CPPUNIT_TEST(swiss_examples_are_right);
    CPPUNIT_TEST(finnish_examples_are_right);
    CPPUNIT_TEST(estonian_examples_are_right);
    CPPUNIT_TEST(norwegian_examples_are_right);
    CPPUNIT_TEST(swedish_levels_are_told_apart);
    CPPUNIT_TEST(belgian_examples_are_right);
    CPPUNIT_TEST(dutch_examples_are_right);
    CPPUNIT_TEST(danish_examples_are_right);
    CPPUNIT_TEST(portuguese_references_hold_for_their_amount_only);
    CPPUNIT_TEST(variable_symbols_are_numbers);
    CPPUNIT_TEST(schemes_are_found_by_name);
    CPPUNIT_TEST_SUITE_END();

    using Text = std::string;

    template <typename Type> static Text key(std::string_view typed)
    {
        try {
            return "accepted as " + Type::normalise(typed);
        } catch (Rejected const& refusal) {
            CPPUNIT_ASSERT(!refusal.detail().empty());
            return refusal.key();
        }
    }

    template <typename Type> static void all_right(std::initializer_list<char const*> samples)
    {
        for (auto const* sample : samples)
            CPPUNIT_ASSERT_MESSAGE(sample, is_valid<Type>(sample));
    }

public:
    void slovenian_examples_of_the_rules_are_right()
    {
        // "Pravila", version 1.4: Priloga 3, a) to c); 2.2.1 and 2.3.
        CPPUNIT_ASSERT_EQUAL('7', si_check_digit("102674"));
        CPPUNIT_ASSERT_EQUAL('0', si_check_digit("14"));
        CPPUNIT_ASSERT_EQUAL('0', si_check_digit("54"));
        all_right<Si>({ "SI05 19-1235-84503", "SI12 1033842574531", "SI08 1236-17-345679", "SI05 98765432100", "SI99", "SI00 1-0" });
        // "UPN QR - tehnični standard" 1.1, the filled-in forms.
        all_right<Si>({ "SI00225268-32526-222", "SI003528-990", "SI00123456-67890-12345", "SI129990000359896" });
        CPPUNIT_ASSERT_EQUAL(Text { "SI0519-1235-84503" }, Si::normalise(" sl05\u00a019\u20131235 - 84503"));
        CPPUNIT_ASSERT_EQUAL(Text { "SI05 19-1235-84503" }, Si::display("SI0519-1235-84503"));
        CPPUNIT_ASSERT_EQUAL(Text { "SI99" }, Si::display("si 99"));
        // Priloga 1: model 12 is filled up with zeros.
        CPPUNIT_ASSERT_EQUAL(Text { "SI120000020261047" }, Si::make("SI12 2026104"));
    }
    void every_slovenian_model_is_made_and_read()
    {
        for (auto const& model : si_models)
            for (auto parts = model.least; parts <= model.most; ++parts) {
                auto const typed = "SI" + Text { model.number } + Text { "123-45-67" }.substr(0, parts == 0 ? 0 : parts * 3);
                CPPUNIT_ASSERT_MESSAGE(typed, is_valid<Si>(Si::make(typed.ends_with('-') ? typed.substr(0, typed.size() - 1) : typed)));
            }
    }
    void slovenian_mistakes_have_their_keys()
    {
        for (auto const& [typed, expected] :
            std::initializer_list<std::pair<char const*, char const*>> { { "", "reference.empty" }, { "1805000001070", "reference.wrong_model" },
                { "SIAB123", "reference.wrong_model" }, { "SI13 123", "reference.wrong_model" }, { "SI00 ABC", "reference.characters" },
                { "SI00", "reference.parts" }, { "SI00 1-2-3-4", "reference.parts" }, { "SI00 1--3", "reference.parts" }, { "SI00 1-", "reference.parts" },
                { "SI00 -1", "reference.parts" }, { "SI00 1-01", "reference.parts" }, { "SI99 1", "reference.parts" }, { "SI03 140-140", "reference.parts" },
                { "SI21 12-3-4", "reference.parts" }, { "SI00 1111111111111", "reference.too_long" }, { "SI00 111111111111-111111111", "reference.too_long" },
                { "SI12 20261047", "reference.too_short" }, { "SI12 18050000010700", "reference.too_long" }, { "SI12 1033842574532", "reference.check_digit" },
                { "SI08 1236-17-345678", "reference.check_digit" }, { "SI08 1236-18-345679", "reference.check_digit" },
                { "SI02 1-1-1", "reference.check_digit" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, Text { expected }, key<Si>(typed));
    }
    void a_slovenian_group_without_weights_is_not_judged()
    {
        all_right<Si>({ "SI01 12345678901-2345678-0", "SI01 12345678901-2345678-1" });
        CPPUNIT_ASSERT_THROW(Si::make("SI01 123456789012-3"), Rejected);
    }
    void iso_11649_examples_are_right()
    {
        // The standard's own, and "Pravila" 1.4, Priloga 4 and 5.
        CPPUNIT_ASSERT_EQUAL(Text { "RF18539007547034" }, Rf::make("539007547034"));
        CPPUNIT_ASSERT_EQUAL(Text { "RF712348231" }, Rf::make("2348231"));
        CPPUNIT_ASSERT_EQUAL(Text { "RF45SBO2010" }, Rf::make("sbo2010"));
        CPPUNIT_ASSERT_EQUAL(Text { "RF18 5390 0754 7034" }, Rf::display("rf18539007547034"));
        CPPUNIT_ASSERT_EQUAL(Text { "accepted as RF45SBO2010" }, key<Rf>("rf45 sbo2 010"));
        CPPUNIT_ASSERT(is_valid<Rf>(Rf::make(Text(21, 'A'))));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_long" }, key<Rf>("RF45" + Text(22, 'A')));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_short" }, key<Rf>("RF04"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.characters" }, key<Rf>("RF45SBO-2010"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.characters" }, key<Rf>("RFA8FN3DD938494"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.wrong_model" }, key<Rf>("18539007547034RF"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<Rf>("RF17539007547034"));
    }
    void iso_11649_has_no_check_digits_00_01_and_99()
    {
        for (auto const* wrong : { "RF0072", "RF0154", "RF991X" }) {
            Text const text { wrong };
            CPPUNIT_ASSERT_EQUAL(1, mod_97(text.substr(4) + text.substr(0, 4)));
            CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<Rf>(text));
        }
    }
    void croatian_examples_are_right()
    {
        // The samples of a validator of FINA's table, one for each rule, and those of hdkn.hr on MOD11INI.
        all_right<Hr>({ "HR01 334445-5-56669", "HR01 334445556669", "HR01 2020-789-1", "HR12 2004940339319", "HR13 3456789012", "HR14 2233445568",
            "HR15 12345674-12345678903", "HR16 12343-1236-12345678", "HR40 05437039538-12345-1234", "HR99" });
        CPPUNIT_ASSERT_EQUAL('9', mod_11_10_digit("234000"));
        // Codes for contributions, taxes and wages that employers pay with.
        all_right<Hr>(
            { "HR68 8109-12345678903-1", "HR68 8168-12345678903", "HR68 1880-12345678903", "HR69 40002-12345678903-200", "HR67 12345678903-26182-0" });
        CPPUNIT_ASSERT_EQUAL(Text { "HR012020-789-1" }, Hr::normalise("hr 01 2020-789-1"));
        CPPUNIT_ASSERT_EQUAL(Text { "HR01 2020-789-1" }, Hr::display("HR012020-789-1"));
        CPPUNIT_ASSERT_EQUAL(Text { "HR01334445-5-56669" }, Hr::make("HR01 334445-5-5666"));
    }
    void every_croatian_model_is_made_and_read()
    {
        for (auto const& model : hr_models) {
            Text typed = "HR" + Text { model.number };
            auto const groups = checked_groups(model.layout);
            for (std::size_t part = 0; part < model.most; ++part) {
                auto const exact = part < model.lengths.size() && model.lengths[part] != '-' ? static_cast<std::size_t>(model.lengths[part] - 'A' + 1) : 2;
                auto const checks = std::count_if(groups.begin(), groups.end(), [&](auto const& group) { return group.last == part; });
                auto const is_double = !groups.empty() && groups.front().rule == 'M' && part == 0;
                typed += (part == 0 ? "" : "-") + Text { "3141592653589" }.substr(0, exact - static_cast<std::size_t>(checks) - (is_double ? 1 : 0));
            }
            CPPUNIT_ASSERT_MESSAGE(typed, is_valid<Hr>(Hr::make(typed)));
        }
    }
    void croatian_mistakes_have_their_keys()
    {
        for (auto const& [typed, expected] : std::initializer_list<std::pair<char const*, char const*>> { { " ", "reference.empty" },
                 // Printed in the HUB3 specification and copied from there; its last digit would have to be 8.
                 { "HR01 7269-68949637676-00019", "reference.check_digit" }, { "HR10 123-44-1234", "reference.check_digit" },
                 { "HR99 1-359638-166304715", "reference.parts" }, { "HR12 16049813530601", "reference.too_long" },
                 { "HR00 123-44-1234567890123456", "reference.too_long" }, { "SI00 1", "reference.wrong_model" }, { "HR98 1", "reference.wrong_model" },
                 { "HR00 1/2", "reference.characters" }, { "HR16 12343-1236", "reference.parts" }, { "HR16 12343-1236-1234567", "reference.too_short" } })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, Text { expected }, key<Hr>(typed));
    }
    void swiss_examples_are_right()
    {
        // SIX, implementation guidelines for the QR-bill: the example of element Ref.
        CPPUNIT_ASSERT_EQUAL(Text { "210000000003139471430009017" }, ChQrr::make("21000000000313947143000901"));
        CPPUNIT_ASSERT_EQUAL(Text { "21 00000 00003 13947 14300 09017" }, ChQrr::display("210000000003139471430009017"));
        CPPUNIT_ASSERT_EQUAL(Text { "accepted as 000002101315000320229184501" }, key<ChQrr>("2101315000320229184501"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.zero" }, key<ChQrr>(Text(27, '0')));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_long" }, key<ChQrr>("2100000000031394714300090168"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<ChQrr>("210000S00003139471430009017"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<ChQrr>("210000000003139471430009016"));
    }
    void finnish_examples_are_right()
    {
        // Finance Finland's example, 123456; the spellings are those of finnish-bank-utils.
        CPPUNIT_ASSERT_EQUAL(Text { "1234561" }, Fi::make("123456"));
        CPPUNIT_ASSERT_EQUAL(Text { "RF341234561" }, FiRf::make("123456"));
        CPPUNIT_ASSERT_EQUAL(Text { "12 34561" }, Fi::display("1234561"));
        CPPUNIT_ASSERT_EQUAL(Text { "1030 10006 71758 00018" }, Fi::display("01030100067175800018"));
        CPPUNIT_ASSERT_EQUAL(Text { "RF03 1030 1000 6717 5800 018" }, FiRf::display("rf031030100067175800018"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_short" }, key<Fi>("123"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<Fi>("2023000095"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<FiRf>("RF97C2H5OH"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<FiRf>(Rf::make("1234562")));
    }
    void estonian_examples_are_right()
    {
        // Estonian Banking Association's page on the method.
        CPPUNIT_ASSERT_EQUAL(Text { "121312952" }, Ee::make("12131295"));
        CPPUNIT_ASSERT_EQUAL(Text { "1213 1295 2" }, Ee::display("121312952"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<Ee>("121312951"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_long" }, key<Ee>(Text(21, '1')));
    }
    void norwegian_examples_are_right()
    {
        // Examples of both rules in norwegian-numbers.js and NoCommons.
        CPPUNIT_ASSERT_EQUAL(Text { "2345676" }, NoKid10::make("234567"));
        CPPUNIT_ASSERT_EQUAL(Text { "12345678903" }, NoKid11::make("1234567890"));
        CPPUNIT_ASSERT_EQUAL(Text { "310" }, NoKid11::make("31"));
        CPPUNIT_ASSERT_EQUAL(Text { "40-" }, NoKid11::make("40"));
        CPPUNIT_ASSERT_EQUAL(Text { "40-" }, NoKid11::normalise("4 0\u2013"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<NoKid11>("4-0"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_short" }, key<NoKid11>("-"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<NoKid10>("40-"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<NoKid10>("12345"));
    }
    void swedish_levels_are_told_apart()
    {
        // The answers of Bankgirot's own checking page, as ocrgenerator and banktools-se keep them.
        CPPUNIT_ASSERT_EQUAL(Text { "1636976" }, SeOcr::make("163697"));
        CPPUNIT_ASSERT_EQUAL(Text { "1234567890037" }, SeOcrWithLength::make("12345678900"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<SeOcr>("1231"));
        CPPUNIT_ASSERT_EQUAL(Text { "accepted as 00" }, key<SeOcr>("00"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.length_digit" }, key<SeOcrWithLength>("00"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<SeOcr>("1234/5678/97"));
        CPPUNIT_ASSERT_EQUAL(Text { "1231" }, SeOcr::normalise("1231", { .is_soft = true }));
        CPPUNIT_ASSERT_EQUAL(Text { "1636976" }, SeOcr::normalise("1636976", { .length = 10, .other_length = 7 }));
        CPPUNIT_ASSERT_THROW(SeOcr::normalise("1636976", { .length = 10 }), Rejected);
    }
    void belgian_examples_are_right()
    {
        // A slip that many programs show, and one with the remainder 0, which is written 97.
        CPPUNIT_ASSERT_EQUAL(Text { "010806817183" }, BeOgm::make("0108068171"));
        CPPUNIT_ASSERT_EQUAL(Text { "020343053497" }, BeOgm::make("0203430534"));
        CPPUNIT_ASSERT_EQUAL(Text { "+++010/8068/17183+++" }, BeOgm::display("010806817183"));
        all_right<BeOgm>({ "+++010/8068/17183+++", "***010/8068/17183***", "010/8068/17183", "010 8068 17183", "+++ 010 / 8068 / 17183 +++" });
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<BeOgm>("020343053400"));
        for (auto const* wrong : { "+++010/8068/17183", "+++010/8068/17183***", "01/08068/17183", "010/806817183", "+++" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(wrong, Text { "reference.parts" }, key<BeOgm>(wrong));
    }
    void dutch_examples_are_right()
    {
        // Odoo's samples of the acceptgiro.
        CPPUNIT_ASSERT_EQUAL(Text { "5000056789012345" }, Nl::make("000056789012345"));
        CPPUNIT_ASSERT_EQUAL(Text { "271234567" }, Nl::make("1234567"));
        CPPUNIT_ASSERT_EQUAL(Text { "42234567890123" }, Nl::make("234567890123"));
        CPPUNIT_ASSERT_EQUAL(Text { "5000 0567 8901 2345" }, Nl::display("5000056789012345"));
        all_right<Nl>({ "1234567", "0123456788" });
        CPPUNIT_ASSERT_EQUAL(Text { "reference.length" }, key<Nl>("12345678"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_short" }, key<Nl>("123456"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<Nl>("4000056789012345"));
    }
    void danish_examples_are_right()
    {
        // Samples derived from Odoo's, and the card type without a number.
        CPPUNIT_ASSERT_EQUAL(Text { "+71<022646321691226+12345678<" }, DkFik::make("71<02264632169122+12345678<"));
        CPPUNIT_ASSERT_EQUAL(Text { "+75<0226463216912202+12345678<" }, DkFik::normalise("+75< 0226463216912202 +12345678<"));
        all_right<DkFik>({ "+73<+12345678<" });
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<DkFik>("+71<022646321691227+12345678<"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_short" }, key<DkFik>("+71<12345+12345678<"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.wrong_model" }, key<DkFik>("+72<022646321691226+12345678<"));
        for (auto const* wrong : { "+", "<", "71", "+71<022646321691226+12345678", "+71+022646321691226<12345678<", "+71<0226<46321691226+12345678<" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(wrong, Text { "reference.parts" }, key<DkFik>(wrong));
    }
    void portuguese_references_hold_for_their_amount_only()
    {
        // The example of Miguel-Frazao/sibs-check-digits-php-python.
        CPPUNIT_ASSERT_EQUAL(Text { "90150;123123451;432.11" }, PtMultibanco::make("90150;1231234;432.11"));
        CPPUNIT_ASSERT_EQUAL(Text { "90150; 123 123 451; 432.11" }, PtMultibanco::display("90150;123123451;432,11"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.check_digit" }, key<PtMultibanco>("90150;123123451;432.12"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.parts" }, key<PtMultibanco>("90150;123123451"));
        for (auto const* wrong : { "", ".", "1.", ".5", "1.234", "0", "0.00", "1000000", "-1", "1,2,3" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(wrong, Text { "reference.amount" }, key<PtMultibanco>("90150;123123451;" + Text { wrong }));
    }
    void variable_symbols_are_numbers()
    {
        CPPUNIT_ASSERT_EQUAL(Text { "accepted as 1234567890" }, key<CzVariableSymbol>("12345 67890"));
        CPPUNIT_ASSERT_EQUAL(Text { "accepted as 7" }, key<SkVariableSymbol>("0000000007"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.zero" }, key<CzVariableSymbol>("000"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.too_long" }, key<CzVariableSymbol>("12345678901"));
        CPPUNIT_ASSERT_EQUAL(Text { "reference.not_digits" }, key<CzVariableSymbol>("-5"));
    }
    void schemes_are_found_by_name()
    {
        for (auto const& one : schemes())
            CPPUNIT_ASSERT(find_scheme(one.name) == &one);
        CPPUNIT_ASSERT(find_scheme("ch-qrr") == find_scheme("CH-QRR"));
        CPPUNIT_ASSERT(!find_scheme("XX") && !find_scheme(""));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReferencesTest);

}
