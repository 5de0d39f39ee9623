// The layout of the border's structs on 64-bit machines. A plugin built last year has these numbers in its code, so they never change;
// fields are only appended.
#include <portal/portal_plugin.h>

#include <cppunit/extensions/HelperMacros.h>

#include <cstddef>

namespace {

class AbiLayoutTest : public CppUnit::TestFixture {
    CPPUNIT_TEST_SUITE(AbiLayoutTest);
    CPPUNIT_TEST(values_are_frozen);
    CPPUNIT_TEST(the_plugins_table_stays);
    CPPUNIT_TEST(capability_tables_stay);
    CPPUNIT_TEST(rows_stay);
    CPPUNIT_TEST_SUITE_END();

    static void at(std::size_t expected, std::size_t offset, char const* field) { CPPUNIT_ASSERT_EQUAL_MESSAGE(field, expected, offset); }

#define AT(expected, type, field) at(expected, offsetof(type, field), #type "." #field)

public:
    void values_are_frozen()
    {
        at(16, sizeof(portal_text), "portal_text");
        at(4, sizeof(portal_date), "portal_date");
        at(16, sizeof(portal_money), "portal_money");
        at(16, sizeof(portal_decimal), "portal_decimal");
        at(16, sizeof(portal_text_out), "portal_text_out");
        at(4, sizeof(portal_status), "portal_status");
        AT(2, portal_date, month);
        AT(3, portal_date, day);
        AT(8, portal_money, currency);
        AT(8, portal_decimal, scale);
        AT(4, portal_error, key);
        AT(68, portal_error, field);
        AT(132, portal_error, detail);
    }
    void the_plugins_table_stays()
    {
        at(80, sizeof(portal_plugin), "portal_plugin");
        AT(0, portal_plugin, size);
        AT(4, portal_plugin, abi_major);
        AT(8, portal_plugin, abi_minor);
        AT(12, portal_plugin, setting_count);
        AT(16, portal_plugin, id);
        AT(24, portal_plugin, name);
        AT(32, portal_plugin, version);
        AT(40, portal_plugin, contact);
        AT(48, portal_plugin, settings);
        AT(56, portal_plugin, open);
        AT(64, portal_plugin, close);
        AT(72, portal_plugin, capability);
        at(32, sizeof(portal_host), "portal_host");
        AT(8, portal_host, version);
        AT(16, portal_host, log);
        AT(24, portal_host, stopping);
        at(96, sizeof(portal_tenant), "portal_tenant");
        AT(8, portal_tenant, slug);
        AT(24, portal_tenant, time_zone);
        AT(40, portal_tenant, language);
        AT(56, portal_tenant, currency);
        AT(72, portal_tenant, today);
        AT(80, portal_tenant, setting);
        AT(88, portal_tenant, setting_key);
        at(40, sizeof(portal_setting_info), "portal_setting_info");
        AT(8, portal_setting_info, key);
        AT(16, portal_setting_info, type);
        AT(24, portal_setting_info, fallback);
        AT(32, portal_setting_info, help);
    }
    void capability_tables_stay()
    {
        at(32, sizeof(portal_reference), "portal_reference");
        AT(8, portal_reference, normalise);
        AT(16, portal_reference, display);
        AT(24, portal_reference, customer);
        at(80, sizeof(portal_bill), "portal_bill");
        AT(8, portal_bill, reference);
        AT(24, portal_bill, customer);
        AT(40, portal_bill, document);
        AT(56, portal_bill, issued);
        AT(64, portal_bill, total);
        at(32, sizeof(portal_security_code), "portal_security_code");
        AT(4, portal_security_code, is_document_number);
        AT(8, portal_security_code, normalise);
        AT(16, portal_security_code, derive);
        AT(24, portal_security_code, is_document_number_here);
        at(32, sizeof(portal_delivery), "portal_delivery");
        AT(8, portal_delivery, ctx);
        AT(16, portal_delivery, next);
        AT(24, portal_delivery, read);
        at(112, sizeof(portal_import_sink), "portal_import_sink");
        AT(8, portal_import_sink, ctx);
        AT(16, portal_import_sink, begin);
        AT(24, portal_import_sink, customer);
        AT(32, portal_import_sink, supply_point);
        AT(40, portal_import_sink, meter);
        AT(48, portal_import_sink, meter_register);
        AT(56, portal_import_sink, reading);
        AT(64, portal_import_sink, invoice);
        AT(72, portal_import_sink, invoice_line);
        AT(80, portal_import_sink, transaction);
        AT(88, portal_import_sink, document);
        AT(96, portal_import_sink, problem);
        AT(104, portal_import_sink, at);
        at(16, sizeof(portal_billing_import), "portal_billing_import");
        AT(8, portal_billing_import, run);
    }
    void rows_stay()
    {
        at(56, sizeof(portal_delivery_head), "portal_delivery_head");
        AT(8, portal_delivery_head, id);
        AT(24, portal_delivery_head, created);
        AT(28, portal_delivery_head, is_full);
        AT(32, portal_delivery_head, expected_bills);
        AT(40, portal_delivery_head, expected_total);
        at(120, sizeof(portal_customer_row), "portal_customer_row");
        AT(8, portal_customer_row, number);
        AT(104, portal_customer_row, email);
        at(112, sizeof(portal_supply_point_row), "portal_supply_point_row");
        AT(8, portal_supply_point_row, number);
        AT(88, portal_supply_point_row, service);
        AT(104, portal_supply_point_row, from);
        AT(108, portal_supply_point_row, to);
        at(64, sizeof(portal_meter_row), "portal_meter_row");
        AT(8, portal_meter_row, number);
        AT(40, portal_meter_row, medium);
        AT(56, portal_meter_row, installed);
        AT(60, portal_meter_row, removed);
        at(64, sizeof(portal_register_row), "portal_register_row");
        AT(8, portal_register_row, meter);
        AT(40, portal_register_row, unit);
        AT(56, portal_register_row, digits);
        AT(60, portal_register_row, decimals);
        at(112, sizeof(portal_reading_row), "portal_reading_row");
        AT(8, portal_reading_row, id);
        AT(72, portal_reading_row, quality);
        AT(88, portal_reading_row, read_on);
        AT(96, portal_reading_row, value);
        at(248, sizeof(portal_invoice_row), "portal_invoice_row");
        AT(8, portal_invoice_row, number);
        AT(136, portal_invoice_row, security_code);
        AT(152, portal_invoice_row, issued);
        AT(164, portal_invoice_row, service_to);
        AT(168, portal_invoice_row, net);
        AT(232, portal_invoice_row, payable);
        at(208, sizeof(portal_invoice_line_row), "portal_invoice_line_row");
        AT(8, portal_invoice_line_row, invoice);
        AT(88, portal_invoice_line_row, register_code);
        AT(104, portal_invoice_line_row, from);
        AT(108, portal_invoice_line_row, to);
        AT(112, portal_invoice_line_row, quantity);
        AT(176, portal_invoice_line_row, vat_percent);
        AT(192, portal_invoice_line_row, net);
        at(112, sizeof(portal_transaction_row), "portal_transaction_row");
        AT(8, portal_transaction_row, external_id);
        AT(72, portal_transaction_row, reference);
        AT(88, portal_transaction_row, booked);
        AT(96, portal_transaction_row, amount);
        at(72, sizeof(portal_document_row), "portal_document_row");
        AT(8, portal_document_row, invoice);
        AT(56, portal_document_row, bytes);
        AT(64, portal_document_row, len);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AbiLayoutTest);

}
