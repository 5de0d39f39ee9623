/* A plugin as a utility built it when 1.0 was new: every function of the border, every kind of row. Built from the frozen header alone. */
#include <portal/portal_plugin.h>

#include <stdlib.h>
#include <string.h>

struct portal_instance {
    portal_host const* host;
    char prefix[8];
};

#define SAY(text) ((portal_text) { (text), sizeof(text) - 1 })
#define ON(y, m, d) ((portal_date) { (y), (m), (d) })
#define EUR(minor) ((portal_money) { (minor), "EUR" })
#define NUMBER(value, scale) ((portal_decimal) { (value), (scale), 0 })
#define NOT_GIVEN ((portal_decimal) { 0, -1, 0 })

static portal_status fail(portal_error* error, portal_status status, char const* key, char const* field)
{
    strncpy(error->key, key, sizeof error->key - 1);
    strncpy(error->field, field, sizeof error->field - 1);
    return status;
}

static portal_status open_instance(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
{
    portal_text const prefix = tenant->setting(tenant, "prefix");
    portal_instance* made = calloc(1, sizeof *made);
    if (!made)
        return fail(error, PORTAL_INTERNAL, "plugin.fault", "");
    if (prefix.len >= sizeof made->prefix) {
        free(made);
        return fail(error, PORTAL_BAD_SETTINGS, "plugin.bad_setting", "prefix");
    }
    if (prefix.data)
        memcpy(made->prefix, prefix.data, prefix.len);
    made->host = host;
    host->log(host, PORTAL_LOG_INFO, SAY("opened"));
    *instance = made;
    return PORTAL_OK;
}
static void close_instance(portal_instance* instance) { free(instance); }

static portal_status normalise(portal_instance* self, portal_text typed, portal_text_out out, portal_error* error)
{
    size_t const length = strlen(self->prefix);
    if (typed.len == 0)
        return fail(error, PORTAL_REJECTED, "reference.empty", "");
    if (typed.len < length || memcmp(typed.data, self->prefix, length) != 0) {
        portal_status const status = out.put(out.ctx, (portal_text) { self->prefix, length });
        if (status != PORTAL_OK)
            return status;
    }
    return out.put(out.ctx, typed);
}
static portal_status echo(portal_instance* self, portal_text text, portal_text_out out, portal_error* error)
{
    (void)self;
    (void)error;
    return out.put(out.ctx, text);
}
static portal_status derive(portal_instance* self, portal_bill const* bill, portal_text_out out, portal_error* error)
{
    return echo(self, bill->document, out, error);
}

static portal_status run(portal_instance* self, portal_delivery* delivery, portal_import_sink const* sink, portal_error* error)
{
    portal_text name;
    char buffer[64];
    int32_t found = 0;
    int64_t got = 0;
    portal_status status = sink->begin(sink->ctx,
        &(portal_delivery_head) {
            .size = sizeof(portal_delivery_head), .id = SAY("1"), .created = ON(2018, 6, 1), .expected_bills = 1, .expected_total = EUR(1220) });
    while (status == PORTAL_OK && (found = delivery->next(delivery->ctx, &name)) == 1) {
        if (self->host->stopping(self->host))
            return PORTAL_STOPPED;
        while ((got = delivery->read(delivery->ctx, buffer, sizeof buffer)) > 0)
            ;
        if (got < 0)
            return got == -2 ? PORTAL_STOPPED : fail(error, PORTAL_BAD_DATA, "delivery.unreadable", "");
        sink->at(sink->ctx, name, 1);
    }
    if (status == PORTAL_OK && found < 0)
        return fail(error, PORTAL_BAD_DATA, "delivery.unreadable", "");

#define GIVE(function, type, ...)                                                                                                                              \
    if (status == PORTAL_OK)                                                                                                                                   \
    status = sink->function(sink->ctx, &(type) { .size = sizeof(type), __VA_ARGS__ })

    GIVE(customer, portal_customer_row, .number = SAY("C1"), .name = SAY("Ana"), .country = SAY("SI"));
    GIVE(supply_point, portal_supply_point_row, .number = SAY("S1"), .customer = SAY("C1"), .service = SAY("water"), .from = ON(2018, 1, 1));
    GIVE(meter, portal_meter_row, .number = SAY("M1"), .supply_point = SAY("S1"), .medium = SAY("water"));
    GIVE(meter_register, portal_register_row, .meter = SAY("M1"), .code = SAY("1"), .unit = SAY("m3"), .digits = 5);
    GIVE(reading, portal_reading_row, .id = SAY("R1"), .meter = SAY("M1"), .register_code = SAY("1"), .source = SAY("utility"), .read_on = ON(2018, 5, 31),
        .value = NUMBER(4125, 1));
    GIVE(invoice, portal_invoice_row, .number = SAY("B1"), .kind = SAY("invoice"), .reference = SAY("N1"), .customer = SAY("C1"), .issued = ON(2018, 5, 31),
        .net = EUR(1000), .vat = EUR(220), .total = EUR(1220), .prepaid = EUR(0), .payable = EUR(1220));
    GIVE(invoice_line, portal_invoice_line_row, .invoice = SAY("B1"), .number = SAY("1"), .description = SAY("Water"), .quantity = NUMBER(10, 0),
        .unit_price = NUMBER(100, 2), .old_reading = NOT_GIVEN, .new_reading = NOT_GIVEN, .vat_percent = NUMBER(22, 0), .net = EUR(1000));
    GIVE(transaction, portal_transaction_row, .external_id = SAY("T1"), .customer = SAY("C1"), .kind = SAY("invoice"), .booked = ON(2018, 5, 31),
        .amount = EUR(1220));
    if (status == PORTAL_OK)
        status = sink->problem(sink->ctx, SAY("bills.csv"), 7, &(portal_error) { .size = sizeof(portal_error), .key = "csv.bad_date", .field = "DUE" });
    return status;
}

static void const* capability(char const* id)
{
    static portal_reference const reference = { sizeof reference, normalise, echo, echo };
    static portal_security_code const code = { sizeof code, 0, echo, derive, NULL };
    static portal_billing_import const billing_import = { sizeof billing_import, run };
    if (strcmp(id, PORTAL_REFERENCE) == 0)
        return &reference;
    if (strcmp(id, PORTAL_SECURITY_CODE) == 0)
        return &code;
    if (strcmp(id, PORTAL_BILLING_IMPORT) == 0)
        return &billing_import;
    return NULL;
}

__attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static portal_setting_info const settings[] = { { sizeof(portal_setting_info), "prefix", "text", "", "stands before every reference" } };
    static portal_plugin const plugin = { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 1, "frozen.border-1-0", "Border 1.0", "1.0.0",
        "security@border.example", settings, open_instance, close_instance, capability };
    return &plugin;
}
