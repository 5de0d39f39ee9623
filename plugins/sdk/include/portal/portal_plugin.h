/* portal_plugin.h -- everything the portal and a utility's plugin agree on. Plain C11, no dependencies.
 *
 * Memory   No ownership crosses this border. A portal_text is a view, good until the call that received it returns; results
 *          go out through a portal_text_out, which copies at once.
 * Errors   A call that can fail returns a portal_status and fills a portal_error owned by the caller; the caller has zeroed
 *          it. No exception may cross (the C++ SDK, portal/plugin.hpp, sees to that).
 * Growing  Value types (text, date, money, decimal, text_out) are frozen. Every other struct starts with `size`: whoever
 *          allocates it sets size and zeroes the rest; the other side touches at most min(size, its own sizeof). Fields are
 *          only appended. Changed behaviour is a new capability id ("portal.reference/2"), never a changed struct.
 * Threads  One host process serves one tenant and calls one function at a time. A plugin can start no thread.
 * World    A plugin sees no file, no network, no environment and no other process; it computes and reads a stream into a sink.
 * Signs    Positive amounts are what the customer owes; payments and credit notes are negative.
 * Texts    UTF-8 without control characters. How long each field of a row may be, which may be empty and which words it
 *          may hold stands in portal/row_fields.hpp; a row that breaks this is refused and listed for the utility.
 */
/* clang-format off: one struct a line reads better here */
#ifndef PORTAL_PLUGIN_H
#define PORTAL_PLUGIN_H
#include <stddef.h>
#include <stdint.h>

#define PORTAL_ABI_MAJOR 1u /* a break changes the entry symbol too, so old and new never meet */
#define PORTAL_ABI_MINOR 0u /* additions */

typedef int32_t portal_status; /* int32_t, not enum: its width must not depend on a compiler */
#define PORTAL_OK 0
#define PORTAL_REJECTED 1 /* the customer's input is wrong; `key` names a text for the customer */
#define PORTAL_BAD_SETTINGS 2 /* the tenant's settings are wrong; `field` is the setting */
#define PORTAL_BAD_DATA 3 /* the delivery is wrong as a whole; nothing of it counts */
#define PORTAL_STOPPED 4 /* the portal asked to stop; return it unchanged */
#define PORTAL_INTERNAL 5 /* a bug in the plugin */

/* ---- values ---- */
typedef struct {
    char const* data;
    size_t len;
} portal_text; /* UTF-8, not terminated; {NULL, 0} is empty */
typedef struct {
    int16_t year;
    uint8_t month, day;
} portal_date; /* year 0: not given */
typedef struct {
    int64_t minor;
    char currency[4];
} portal_money; /* 1234, "EUR" = 12.34 EUR */
typedef struct {
    int64_t value;
    int32_t scale, reserved;
} portal_decimal; /* value / 10^scale: 0.7512 = 7512, 4; scale -1: not given */
typedef struct {
    void* ctx;
    portal_status (*put)(void* ctx, portal_text);
} portal_text_out; /* appends */
typedef struct {
    uint32_t size;
    char key[64];
    char field[64];
    char detail[256];
} portal_error; /* terminated; no personal data */

/* ---- what the portal offers, and the tenant a plugin is opened for ---- */
#define PORTAL_LOG_INFO 1
#define PORTAL_LOG_WARNING 2
#define PORTAL_LOG_ERROR 3
typedef struct portal_host {
    uint32_t size;
    char const* version; /* the portal's, for messages */
    void (*log)(const struct portal_host*, int32_t level, portal_text); /* no personal data; a flood is cut off */
    int32_t (*stopping)(const struct portal_host*); /* asked for in long loops that call nothing else */
} portal_host; /* good until close() */
typedef struct portal_tenant {
    uint32_t size; /* good only during open() */
    portal_text slug, time_zone, language, currency;
    portal_date today;
    portal_text (*setting)(const struct portal_tenant*, char const* key); /* data == NULL: not set */
    portal_text (*setting_key)(const struct portal_tenant*, uint32_t index); /* the keys that are set, from 0 on; data == NULL: no more */
} portal_tenant;

/* ---- what a plugin is ---- */
typedef struct portal_instance portal_instance; /* the plugin's own */
typedef struct {
    uint32_t size;
    char const *key, *type, *fallback, *help; /* a star in the key stands for a name that the tenant chooses: "files.*.name" */
} portal_setting_info; /* type: text, integer, flag */
typedef struct portal_plugin {
    uint32_t size, abi_major, abi_minor, setting_count;
    char const *id, *name, *version, *contact; /* "si.kp-logatec", shown name, semantic version, security contact */
    portal_setting_info const* settings; /* what a tenant may set; the stride of the array is settings->size */
    portal_status (*open)(portal_host const*, portal_tenant const*, portal_instance**, portal_error*);
    void (*close)(portal_instance*);
    void const* (*capability)(char const* id); /* a static table, or NULL; asked before and after open() */
} portal_plugin;
#ifdef __cplusplus
extern "C"
#endif
    portal_plugin const*
    portal_plugin_entry_v1(void); /* the one exported symbol: static data, no side effects */

/* ---- how this utility writes an invoice reference ---- */
#define PORTAL_REFERENCE "portal.reference/1"
typedef struct {
    uint32_t size;
    portal_status (*normalise)(portal_instance*, portal_text typed, portal_text_out, portal_error*); /* idempotent */
    portal_status (*display)(portal_instance*, portal_text canonical, portal_text_out, portal_error*); /* as printed */
    portal_status (*customer)(portal_instance*, portal_text canonical, portal_text_out, portal_error*); /* NULL: looked up by bill */
} portal_reference;

/* ---- the code that proves the bill is in the customer's hand; the portal keeps a keyed hash, compares, counts, locks ---- */
#define PORTAL_SECURITY_CODE "portal.security-code/1"
typedef struct {
    uint32_t size;
    portal_text reference, customer, document;
    portal_date issued;
    portal_money total;
} portal_bill;
typedef struct {
    uint32_t size;
    int32_t is_document_number; /* 1: the code is the bill's number; not a secret by itself, the portal asks one more bill fact */
    portal_status (*normalise)(portal_instance*, portal_text typed, portal_text_out, portal_error*); /* idempotent */
    portal_status (*derive)(portal_instance*, portal_bill const*, portal_text_out, portal_error*);
    /* derive == NULL: the code comes with the bill; else called inside the host, during import, for bills without one */
    int32_t (*is_document_number_here)(portal_instance*); /* for a plugin whose settings decide it; NULL: is_document_number says it */
} portal_security_code;

/* ---- reading the billing system's export ---- */
#define PORTAL_BILLING_IMPORT "portal.billing-import/1"
typedef struct {
    uint32_t size;
    void* ctx; /* the host unpacks bundles; files come sorted by name */
    int32_t (*next)(void* ctx, portal_text* name); /* opens the next file: 1; none left: 0; error: -1. The name is good until the next next() */
    int64_t (*read)(void* ctx, void* buffer, size_t capacity); /* bytes; 0: the file's end; -1: error; -2: stopped */
} portal_delivery;
typedef struct {
    uint32_t size;
    portal_text id;
    portal_date created;
    int32_t is_full; /* 1: absent rows are removed; 0: changes */
    int64_t expected_bills; /* -1: not stated */
    portal_money expected_total; /* currency "": not stated */
} portal_delivery_head;
typedef struct {
    uint32_t size;
    portal_text number, name, street, postal_code, town, country, email;
} portal_customer_row;
typedef struct {
    uint32_t size;
    portal_text number, customer, street, postal_code, town, service;
    portal_date from, to;
} portal_supply_point_row;
typedef struct {
    uint32_t size;
    portal_text number, supply_point, medium;
    portal_date installed, removed;
} portal_meter_row;
typedef struct {
    uint32_t size;
    portal_text meter, code, unit;
    int32_t digits, decimals;
} portal_register_row; /* code: OBIS or "1" */
typedef struct {
    uint32_t size;
    portal_text id, meter, register_code, source, quality;
    portal_date read_on;
    portal_decimal value;
} portal_reading_row;
typedef struct {
    uint32_t size;
    portal_text number, kind, corrects, reference, customer, supply_point, iban, purpose_code, security_code;
    portal_date issued, due, service_from, service_to;
    portal_money net, vat, total, prepaid, payable;
} portal_invoice_row; /* kind: invoice, credit_note, reminder, advance */
typedef struct {
    uint32_t size;
    portal_text invoice, number, description, unit, supply_point, register_code;
    portal_date from, to;
    portal_decimal quantity, unit_price, old_reading, new_reading, vat_percent;
    portal_money net;
} portal_invoice_line_row;
typedef struct {
    uint32_t size;
    portal_text external_id, customer, kind, invoice, reference;
    portal_date booked;
    portal_money amount;
} portal_transaction_row;
typedef struct {
    uint32_t size;
    portal_text invoice, media_type, file_name;
    void const* bytes;
    size_t len;
} portal_document_row;
typedef struct {
    uint32_t size;
    void* ctx; /* begin once and first, then rows in any order; not OK: stop and return it */
    portal_status (*begin)(void*, portal_delivery_head const*);
    portal_status (*customer)(void*, portal_customer_row const*);
    portal_status (*supply_point)(void*, portal_supply_point_row const*);
    portal_status (*meter)(void*, portal_meter_row const*);
    portal_status (*meter_register)(void*, portal_register_row const*);
    portal_status (*reading)(void*, portal_reading_row const*);
    portal_status (*invoice)(void*, portal_invoice_row const*);
    portal_status (*invoice_line)(void*, portal_invoice_line_row const*);
    portal_status (*transaction)(void*, portal_transaction_row const*);
    portal_status (*document)(void*, portal_document_row const*); /* NULL: this portal takes no documents yet */
    portal_status (*problem)(void*, portal_text file, uint64_t line, portal_error const*); /* the row is skipped */
    void (*at)(void*, portal_text file, uint64_t line); /* where the next rows stand, so that the portal can name the place of a row that it refuses */
} portal_import_sink;
typedef struct {
    uint32_t size;
    portal_status (*run)(portal_instance*, portal_delivery*, portal_import_sink const*, portal_error*);
} portal_billing_import;

/* ---- giving accepted meter readings back, and hearing what became of them ---- */
#define PORTAL_READINGS_EXPORT "portal.readings-export/1"
#define PORTAL_READINGS_RECEIPT "portal.readings-receipt/1" /* a portal_billing_import whose rows are verdicts on readings, by id */
typedef struct {
    uint32_t size;
    void* ctx;
    int32_t (*next)(void* ctx, portal_reading_row*, portal_supply_point_row*);
} portal_readings;
typedef struct {
    uint32_t size;
    void* ctx;
    portal_status (*begin)(void* ctx, portal_text name, portal_text media_type);
    portal_status (*write)(void* ctx, void const* bytes, size_t len);
} portal_file_out;
typedef struct {
    uint32_t size;
    portal_status (*run)(portal_instance*, portal_readings*, portal_file_out const*, portal_error*);
} portal_readings_export;
#endif
