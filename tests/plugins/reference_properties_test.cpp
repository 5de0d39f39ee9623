// What holds for every reference of every scheme, tried on references made at random from a fixed seed and on hostile input.
#include <portal/references/schemes.hpp>

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <map>
#include <random>

namespace {

using namespace portal::sdk;
using namespace portal::sdk::references;

class ReferencePropertiesTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(ReferencePropertiesTest);
    CPPUNIT_TEST(what_is_made_is_right_and_canonical);
    CPPUNIT_TEST(what_is_shown_can_be_typed);
    CPPUNIT_TEST(a_wrong_digit_is_always_seen_where_the_rule_promises_it);
    CPPUNIT_TEST(blanks_between_the_characters_change_nothing);
    CPPUNIT_TEST(hostile_input_is_refused_in_words);
    CPPUNIT_TEST(a_stray_byte_in_a_right_reference_is_refused);
    CPPUNIT_TEST_SUITE_END();

    using Text = std::string;

    std::mt19937 m_random { 20180602 };

    Text some(std::string_view characters, std::size_t least, std::size_t most)
    {
        Text text(std::uniform_int_distribution<std::size_t> { least, most }(m_random), '0');
        for (char& c : text)
            c = characters[std::uniform_int_distribution<std::size_t> { 0, characters.size() - 1 }(m_random)];
        return text;
    }
    Text digits(std::size_t least, std::size_t most) { return some("0123456789", least, most); }
    Text part() { return some("123456789", 1, 1) + digits(0, 2); }

    // What each scheme's make() takes.
    std::map<std::string_view, std::function<Text()>> payloads()
    {
        return {
            { "SI", [this] { return "SI0" + some("0123456789", 1, 1) + part() + "-" + part() + "-" + part(); } },
            { "RF", [this] { return some("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1, 21); } },
            { "HR", [this] { return "HR0" + some("0123456789", 1, 1) + part() + "-" + part() + "-" + part(); } },
            { "CH-QRR", [this] { return "1" + digits(0, 25); } },
            { "FI", [this] { return digits(3, 19); } },
            { "FI-RF", [this] { return digits(3, 19); } },
            { "EE", [this] { return digits(1, 19); } },
            { "NO-KID10", [this] { return digits(1, 24); } },
            { "NO-KID11", [this] { return digits(1, 24); } },
            { "SE-OCR", [this] { return digits(1, 24); } },
            { "SE-OCR-LEN", [this] { return digits(1, 23); } },
            { "BE-OGM", [this] { return digits(1, 10); } },
            { "NL", [this] { return digits(7, 12); } },
            { "DK-FIK", [this] { return "+71<" + digits(1, 14) + "+" + digits(8, 8) + "<"; } },
            { "PT-MB", [this] { return digits(5, 5) + ";" + digits(7, 7) + ";1" + digits(0, 4) + "." + digits(2, 2); } },
            { "CZ-VS", [this] { return "1" + digits(0, 9); } },
            { "SK-VS", [this] { return "1" + digits(0, 9); } },
        };
    }

    void with_many(std::function<void(Scheme const&, Text const&)> const& look)
    {
        auto const make = payloads();
        for (auto const& scheme : schemes())
            for (int i = 0; i < 200; ++i)
                look(scheme, scheme.make(make.at(scheme.name)()));
    }

    // The key of the refusal, or "" when it is taken.
    static Text refusal(Scheme const& scheme, std::string_view typed)
    {
        try {
            scheme.normalise(typed);
            return "";
        } catch (Rejected const& rejected) {
            CPPUNIT_ASSERT_MESSAGE(Text { scheme.name }, rejected.key().starts_with("reference.") && !rejected.detail().empty());
            return rejected.key();
        }
    }

public:
    void what_is_made_is_right_and_canonical()
    {
        with_many([](Scheme const& scheme, Text const& reference) {
            auto const canonical = scheme.normalise(reference);
            CPPUNIT_ASSERT_EQUAL(canonical, scheme.normalise(canonical));
            CPPUNIT_ASSERT_EQUAL(canonical, reference);
        });
    }
    void what_is_shown_can_be_typed()
    {
        with_many([](Scheme const& scheme, Text const& reference) {
            auto const shown = scheme.display(reference);
            CPPUNIT_ASSERT_EQUAL(reference, scheme.normalise(shown));
            CPPUNIT_ASSERT_EQUAL(shown, scheme.display(shown));
        });
    }
    void a_wrong_digit_is_always_seen_where_the_rule_promises_it()
    {
        // Not of SI, HR and NL, whose check digit stands for two values; not of the symbols, which have none.
        with_many([](Scheme const& scheme, Text const& reference) {
            if (scheme.name == "SI" || scheme.name == "HR" || scheme.name == "NL" || scheme.name.ends_with("-VS"))
                return;
            // The creditor's number of a Danish line and its card type are not checked.
            auto const from = scheme.name == "DK-FIK" ? reference.find('<') : 0;
            auto const until = scheme.name == "DK-FIK" ? reference.rfind('+') : reference.size();
            for (auto at = from; at < until; ++at)
                for (char digit = '0'; digit <= '9'; ++digit) {
                    auto wrong = reference;
                    if (!is_digits(wrong.substr(at, 1)) || wrong[at] == digit)
                        continue;
                    wrong[at] = digit;
                    CPPUNIT_ASSERT_MESSAGE(Text { scheme.name } + " " + wrong, !scheme.is_valid(wrong));
                }
        });
    }
    void blanks_between_the_characters_change_nothing()
    {
        with_many([](Scheme const& scheme, Text const& reference) {
            Text spread = "\t ";
            for (char const c : reference)
                spread += Text { c } + "\u00a0";
            CPPUNIT_ASSERT_EQUAL(reference, scheme.normalise(spread));
        });
    }
    void hostile_input_is_refused_in_words()
    {
        for (auto const& scheme : schemes()) {
            for (auto const* nothing : { "", " ", " \t\u202f" })
                CPPUNIT_ASSERT_EQUAL(Text { "reference.empty" }, refusal(scheme, nothing));
            for (auto const* beginning : { "", "SI00", "SI01", "HR01", "RF18", "+++", "+71<", "90150;" })
                for (auto const* filling : { "1", "0", "-", "a", "\xff", "+", "<", ";", "č" }) {
                    Text text = beginning;
                    while (text.size() < 10'000)
                        text += filling;
                    CPPUNIT_ASSERT(!refusal(scheme, text).empty());
                }
        }
    }
    void a_stray_byte_in_a_right_reference_is_refused()
    {
        with_many([](Scheme const& scheme, Text const& reference) {
            for (std::size_t at = 0; at <= reference.size(); ++at)
                for (auto const stray :
                    { std::string_view { "\0", 1 }, std::string_view { "\xc2" }, std::string_view { "\xff" }, std::string_view { "\u0661" } }) {
                    auto text = reference;
                    CPPUNIT_ASSERT_MESSAGE(text, !refusal(scheme, text.insert(at, stray)).empty());
                }
        });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReferencePropertiesTest);

}
