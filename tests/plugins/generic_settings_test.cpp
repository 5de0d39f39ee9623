// The generic plugin's settings: references, codes, and what is said of a wrong one.
#include "plugins/generic_utility.h"

#include <cppunit/extensions/HelperMacros.h>

using namespace portal;
using namespace portal::plugins;
using namespace portal::plugins::test;

namespace {

class GenericSettingsTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(GenericSettingsTest);
    CPPUNIT_TEST(a_payer_number_is_its_own_customer);
    CPPUNIT_TEST(zeros_in_front_are_part_of_a_number_that_keeps_them);
    CPPUNIT_TEST(zeros_in_front_mean_nothing_where_they_are_dropped);
    CPPUNIT_TEST(zeros_in_front_are_filled_up_to_the_one_length);
    CPPUNIT_TEST(a_file_writes_zeros_or_not_and_means_the_same_customer);
    CPPUNIT_TEST(a_reference_holds_the_number_with_zeros_and_the_file_without);
    CPPUNIT_TEST(a_scheme_is_chosen_by_its_name);
    CPPUNIT_TEST(country_and_model_may_be_left_out_where_there_is_one);
    CPPUNIT_TEST(the_customers_number_sits_where_the_settings_say);
    CPPUNIT_TEST(a_customers_number_is_never_cut_short);
    CPPUNIT_TEST(codes_are_digits_or_letters_of_one_length);
    CPPUNIT_TEST(whether_the_code_is_the_bills_number_is_a_setting);
    CPPUNIT_TEST(a_wrong_setting_is_named_with_what_is_possible);
    CPPUNIT_TEST(a_missing_setting_is_named);
    CPPUNIT_TEST(a_mistyped_key_is_refused);
    CPPUNIT_TEST(our_own_tenants_are_right);
    CPPUNIT_TEST_SUITE_END();

    // Settings of a utility with this scheme, whose bills come with a reference.
    static Keys with_scheme(std::string const& scheme, Keys more = {})
    {
        more["reference.scheme"] = scheme;
        more.emplace("reference.digits", "-");
        more.emplace("files.bills.invoice.reference", "REFERENCE");
        return small_utility(more);
    }
    static std::string canonical(GenericUtility& utility, std::string const& typed)
    {
        auto const answer = utility.plugins.normalise_reference(utility.target, typed);
        return answer ? *answer : answer.refusal().key;
    }
    static std::string customer(Keys const& keys, std::string const& reference)
    {
        GenericUtility utility { keys };
        auto const answer = utility.plugins.customer_of_reference(utility.target, reference);
        return answer ? *answer : answer.refusal().key;
    }
    static std::string code(GenericUtility& utility, std::string const& typed)
    {
        auto const answer = utility.plugins.normalise_code(utility.target, Secret { typed });
        return answer ? answer->reveal() : answer.refusal().key;
    }
    static void assert_refused(Keys const& keys, std::string const& field, std::string const& words)
    {
        GenericUtility utility { keys };
        auto const checked = utility.plugins.check(utility.target);
        CPPUNIT_ASSERT_MESSAGE(field + " was taken", !checked);
        CPPUNIT_ASSERT_EQUAL(std::string { "plugin.bad_setting" }, checked.refusal().key);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(checked.refusal().detail, field, checked.refusal().field);
        CPPUNIT_ASSERT_MESSAGE(field + ": " + checked.refusal().detail, checked.refusal().detail.find(words) != std::string::npos);
    }

public:
    void a_payer_number_is_its_own_customer()
    {
        GenericUtility utility;
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, canonical(utility, " 704 3-08 "));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, *utility.plugins.customer_of_reference(utility.target, "704308"));
        CPPUNIT_ASSERT_EQUAL(std::string { "704308" }, *utility.plugins.display_reference(utility.target, "704308"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_short" }, canonical(utility, "70430"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_long" }, canonical(utility, "7043080"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" }, canonical(utility, "SI12"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.empty" }, canonical(utility, " - "));
        GenericUtility other { "reference.digits", "4-8" };
        CPPUNIT_ASSERT_EQUAL(std::string { "7043" }, canonical(other, "7043"));
    }
    void zeros_in_front_are_part_of_a_number_that_keeps_them()
    {
        GenericUtility utility { "reference.digits", "3-6" };
        CPPUNIT_ASSERT_EQUAL(std::string { "000123" }, canonical(utility, "000123"));
        CPPUNIT_ASSERT_EQUAL(std::string { "123" }, canonical(utility, "123"));
    }
    void zeros_in_front_mean_nothing_where_they_are_dropped()
    {
        GenericUtility utility { small_utility({ { "reference.digits", "3-6" }, { "customer.leading_zeros", "dropped" } }) };
        for (auto const* const typed : { "123", "000123", "0-123", "00000000123" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, std::string { "123" }, canonical(utility, typed));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_short" }, canonical(utility, "000012"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_long" }, canonical(utility, "1234567"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.zero" }, canonical(utility, "000000"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.empty" }, canonical(utility, ""));
    }
    void zeros_in_front_are_filled_up_to_the_one_length()
    {
        GenericUtility utility { "customer.leading_zeros", "filled" };
        for (auto const* const typed : { "123", "000123", "0123", "00000123" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, std::string { "000123" }, canonical(utility, typed));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_long" }, canonical(utility, "1234567"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.not_digits" }, canonical(utility, "12x"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.zero" }, canonical(utility, "0"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.empty" }, canonical(utility, " "));
    }
    void a_file_writes_zeros_or_not_and_means_the_same_customer()
    {
        for (auto const& [zeros, number] : { std::pair { "dropped", "123" }, { "filled", "000123" } }) {
            GenericUtility utility { small_utility(
                { { "customer.leading_zeros", zeros }, { "reference.digits", std::string { zeros } == "filled" ? "6" : "1-6" } }) };
            auto const sink = utility.rows({ { "customers.csv", "NUMBER;NAME\n123;Ana\n" },
                { "bills.csv", "BILL;NUMBER;CODE;ISSUED;NET;VAT;TOTAL\n1;000123;6473;31.05.2018;1,00;0,00;1,00\n" } });
            CPPUNIT_ASSERT(sink.rows.at("customer").at(0).starts_with(number + std::string { "|Ana" }));
            auto const& bill = sink.rows.at("invoice").at(0);
            CPPUNIT_ASSERT_MESSAGE(bill, bill.find(std::string { "|" } + number + "|" + number + "|") != std::string::npos);
        }
    }
    void a_reference_holds_the_number_with_zeros_and_the_file_without()
    {
        auto const keys
            = with_scheme("SI", { { "reference.model", "12" }, { "reference.customer.positions", "10-16" }, { "customer.leading_zeros", "dropped" } });
        CPPUNIT_ASSERT_EQUAL(std::string { "107" }, customer(keys, "SI121805000001070"));
        GenericUtility utility { keys };
        CPPUNIT_ASSERT_EQUAL(std::string { "SI121805000001070" }, canonical(utility, "SI12 1805000001070"));
        auto const sink = utility.rows({ { "customers.csv", "NUMBER;NAME\n0107;Ana\n" } });
        CPPUNIT_ASSERT(sink.rows.at("customer").at(0).starts_with("107|Ana"));
    }
    void a_scheme_is_chosen_by_its_name()
    {
        GenericUtility rf { with_scheme("rf") };
        CPPUNIT_ASSERT_EQUAL(std::string { "RF18539007547034" }, canonical(rf, "rf18 5390 0754 7034"));
        CPPUNIT_ASSERT_EQUAL(std::string { "RF18 5390 0754 7034" }, *rf.plugins.display_reference(rf.target, "RF18539007547034"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.check_digit" }, canonical(rf, "RF18 5390 0754 7035"));
        CPPUNIT_ASSERT_EQUAL(std::string {}, *rf.plugins.customer_of_reference(rf.target, "RF18539007547034"));
    }
    void country_and_model_may_be_left_out_where_there_is_one()
    {
        GenericUtility croatian { with_scheme("HR", { { "reference.model", "01" } }) };
        for (auto const* typed : { "HR01 2020-789-1", "hr012020-789-1", "01 2020-789-1", "2020-789-1" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, std::string { "HR012020-789-1" }, canonical(croatian, typed));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.wrong_model" }, canonical(croatian, "HR00 123"));
        GenericUtility slovenian { with_scheme("SI", { { "reference.model", "12" } }) };
        for (auto const* typed : { "Sl12 1805000001070", "12 1805000001070", "1805000001070" })
            CPPUNIT_ASSERT_EQUAL_MESSAGE(typed, std::string { "SI121805000001070" }, canonical(slovenian, typed));
    }
    void the_customers_number_sits_where_the_settings_say()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string { "75470" }, customer(with_scheme("RF", { { "reference.customer.positions", "10-14" } }), "RF18539007547034").substr(0, 5));
        CPPUNIT_ASSERT_EQUAL(std::string { "539007547034" }, customer(with_scheme("RF", { { "reference.customer.positions", "5-" } }), "RF18539007547034"));
        CPPUNIT_ASSERT_EQUAL(std::string { "789" }, customer(with_scheme("HR", { { "reference.customer.part", "2" } }), "HR012020-789-1"));
        CPPUNIT_ASSERT_EQUAL(std::string { "00000107" },
            customer(with_scheme("SI", { { "reference.customer.part", "1" }, { "reference.customer.positions", "5-12" } }), "SI121805000001070"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.parts" }, customer(with_scheme("HR", { { "reference.customer.part", "3" } }), "HR00123"));
    }
    void a_customers_number_is_never_cut_short()
    {
        auto const customer_at = [](std::string const& positions) {
            return customer(with_scheme("HR", { { "reference.customer.part", "2" }, { "reference.customer.positions", positions } }), "HR012020-789-1");
        };
        CPPUNIT_ASSERT_EQUAL(std::string { "89" }, customer_at("2-3"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_short" }, customer_at("2-4"));
        CPPUNIT_ASSERT_EQUAL(std::string { "reference.too_short" }, customer_at("4-"));
        CPPUNIT_ASSERT_EQUAL(std::string { "89" }, customer_at("2-"));
        CPPUNIT_ASSERT_EQUAL(
            std::string { "reference.too_short" }, customer(with_scheme("RF", { { "reference.customer.positions", "5-17" } }), "RF18539007547034"));
    }
    void codes_are_digits_or_letters_of_one_length()
    {
        GenericUtility digits;
        CPPUNIT_ASSERT_EQUAL(std::string { "6473" }, code(digits, " 64-73 "));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.wrong_length" }, code(digits, "647"));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.not_digits" }, code(digits, "64a3"));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.empty" }, code(digits, " "));
        GenericUtility letters { small_utility({ { "code.length", "6-8" }, { "code.characters", "letters" } }) };
        CPPUNIT_ASSERT_EQUAL(std::string { "A9X7TT" }, code(letters, "a9x 7tt"));
        CPPUNIT_ASSERT_EQUAL(std::string { "security_code.not_digits" }, code(letters, "a9x7tč"));
    }
    void whether_the_code_is_the_bills_number_is_a_setting()
    {
        GenericUtility column;
        CPPUNIT_ASSERT(!column.plugins.code_is_document_number(column.target));
        GenericUtility number { small_utility({ { "code.from", "bill_number" }, { "code.length", "11" }, { "files.bills.invoice.security_code", "-" } }) };
        CPPUNIT_ASSERT(number.plugins.code_is_document_number(number.target));
        CPPUNIT_ASSERT_EQUAL(std::string { "20180500001" }, code(number, "2018-05-00001"));
        auto const rows = number.rows({ { "bills.csv", "BILL;NUMBER;ISSUED;NET;VAT;TOTAL\n2018-05-00001;704308;31.05.2018;1;0;1\n" } });
        CPPUNIT_ASSERT_EQUAL(std::size_t { 1 }, rows.with("invoice", "2018-05-00001|invoice||704308|704308||||20180500001|").size());
    }
    void a_wrong_setting_is_named_with_what_is_possible()
    {
        struct Wrong {
            char const *key, *value, *words;
        };
        for (auto const& [key, value, words] : { Wrong { "reference.scheme", "IBAN", "SK-VS or none" }, { "reference.scheme", "", "must be set" },
                 { "reference.digits", "six", "6-8" }, { "reference.digits", "8-6", "smaller number first" }, { "reference.digits", "99", "at most 64" },
                 { "reference.model", "12", "SI and HR" }, { "reference.customer.part", "1", "SI and HR" }, { "reference.customer.positions", "x", "6-8" },
                 { "code.from", "letter", "bill_number or column" }, { "code.length", "0", "6-8" }, { "code.characters", "hex", "letters or digits" },
                 { "delivery.holds", "all", "changes or everything" }, { "files.separator", ";;", "one sign" },
                 { "files.separator", "none", "between two columns" }, { "files.quote", ";", "" }, { "files.encoding", "latin1", "iso-8859-2" },
                 { "files.header", "yes", "true or false" }, { "files.skipped_lines", "-1", "0 to 1000" }, { "files.decimal", ";", "a comma or a point" },
                 { "files.thousands", ",", "another sign" }, { "files.date", "d.m.", "dd.mm.yyyy" }, { "files.bills.name", "", "racuni*.csv" },
                 { "files.bills.encoding", "ascii", "windows-1250" }, { "files.bills.bill.number", "BILL", "customer, supply_point" },
                 { "files.bills.invoice.nummber", "BILL", "number, kind" }, { "files.bills.invoice.kind", "=bill", "credit_note" },
                 { "files.bills.invoice.kind.values", "R = invoice", "no column is set" }, { "files.bills.invoice.number", "={BILL", "{COLUMN}" },
                 { "files.bills.invoice.number", "=BILL}", "without a {" }, { "files.bills.invoice.number", "={}", "{COLUMN}" },
                 { "files.bills.invoice.issued", "=31/05/2018", "a date" }, { "files.bills.invoice.net", "=1.5", "before the decimals" },
                 { "files.bills.invoice.only", "KIND =", "VRSTA = R, D" }, { "files.bills.invoice.net.values", "1 = 2", "number, kind" } }) {
            std::string field = key;
            if (field == "files.quote")
                field = "files.separator"; // the two may not be the same
            assert_refused(small_utility({ { key, value } }), field, words);
        }
        assert_refused(small_utility({ { "files.bills.invoice.kind", "KIND" }, { "files.bills.invoice.kind.values", "R = bill" } }),
            "files.bills.invoice.kind.values", "credit_note");
        assert_refused(small_utility({ { "files.bills.invoice.kind", "KIND" }, { "files.bills.invoice.kind.values", "R" } }), "files.bills.invoice.kind.values",
            "O = utility");
        assert_refused(small_utility({ { "files.bills.columns", "BILL 1-4" } }), "files.bills.columns", "no place for the column");
        assert_refused(small_utility({ { "files.bills.columns", "BILL 4-1" } }), "files.bills.columns", "RACUN 1-11");
        assert_refused(with_scheme("RF", { { "reference.digits", "6" } }), "reference.digits", "lengths of its own");
        assert_refused(small_utility({ { "customer.leading_zeros", "gone" } }), "customer.leading_zeros", "kept, dropped or filled");
        assert_refused(small_utility({ { "customer.leading_zeros", "filled" }, { "reference.digits", "4-6" } }), "customer.leading_zeros", "of one length");
        assert_refused(with_scheme("RF", { { "customer.leading_zeros", "filled" } }), "customer.leading_zeros", "of one length");
        assert_refused(with_scheme("SI", { { "reference.model", "1" } }), "reference.model", "two digits");
    }
    void a_missing_setting_is_named()
    {
        for (auto const* key : { "reference.scheme", "reference.digits", "code.from", "code.length", "files.bills.name", "files.bills.invoice.number",
                 "files.bills.invoice.customer", "files.bills.invoice.security_code", "files.bills.invoice.issued", "files.bills.invoice.total",
                 "files.customers.customer.name" })
            assert_refused(small_utility({ { key, "-" } }), key, "must be set");
        assert_refused(with_scheme("RF", { { "files.bills.invoice.reference", "-" } }), "files.bills.invoice.reference", "must be set");
        assert_refused({ { "reference.scheme", "RF" }, { "code.from", "column" }, { "code.length", "4" } }, "files.*.name", "racuni*.csv");
        // Whose bill it is may stand in the reference.
        GenericUtility utility { with_scheme("RF", { { "reference.customer.positions", "5-12" }, { "files.bills.invoice.customer", "-" } }) };
        CPPUNIT_ASSERT(utility.plugins.check(utility.target));
    }
    void a_mistyped_key_is_refused()
    {
        assert_refused(small_utility({ { "reference.sheme", "RF" } }), "reference.sheme", "did you mean \"reference.scheme\"?");
        for (auto const* key : { "files.bills.nmae", "files.bills", "files", "files.bills.invoice.number.values.more", "files..name" })
            assert_refused(small_utility({ { key, "x" } }), key, "no such setting");
    }
    void our_own_tenants_are_right()
    {
        for (auto const* slug : { "toplarna", "elektro", "cistoca" }) {
            GenericUtility utility { settings_of_tenant(slug) };
            auto const checked = utility.plugins.check(utility.target);
            CPPUNIT_ASSERT_MESSAGE(std::string { slug } + (checked ? "" : ": " + checked.refusal().field + ": " + checked.refusal().detail), checked);
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GenericSettingsTest);

}
