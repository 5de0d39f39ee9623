/* A plugin in plain C that does everything right, but for one fault, which FAULT names. Its references are R and eight digits, of
 * which the first four are the customer; its codes are four digits; its deliveries are lines "C;number;name" and
 * "B;number;customer;reference;code;cents". */
#define _GNU_SOURCE
#include <portal/portal_plugin.h>

#include <fcntl.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct portal_instance {
    portal_host const* host;
    char currency[4];
    int runs;
};

static char g_currency[4];
static int g_open;
static void* volatile g_kept; /* volatile: else the compiler leaves out memory that nobody reads */

static int fault(char const* name) { return strcmp(FAULT, name) == 0; }

static portal_text text_of(char const* text)
{
    portal_text made = { text, strlen(text) };
    return made;
}

static portal_status say(portal_error* error, portal_status status, char const* key, char const* field, char const* detail)
{
    snprintf(error->key, sizeof error->key, "%s", key);
    snprintf(error->field, sizeof error->field, "%s", field);
    snprintf(error->detail, sizeof error->detail, "%s", detail);
    return status;
}

/* ---- life */

static portal_status open_instance(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
{
    const portal_text digits = tenant->setting(tenant, "digits");
    if (fault("crash_on_setting") && digits.len > 1000)
        abort();
    if (digits.data && (digits.len != 1 || digits.data[0] != '8'))
        return say(error, PORTAL_BAD_SETTINGS, "plugin.bad_setting", fault("unnamed_setting") ? "" : "digits", "8");
    if (fault("single") && g_open > 0)
        return say(error, PORTAL_BAD_SETTINGS, "plugin.bad_setting", "digits", "opened already");
    *instance = calloc(1, sizeof **instance);
    if (fault("leak"))
        g_kept = malloc(1000);
    (*instance)->host = host;
    memcpy((*instance)->currency, tenant->currency.data, 3);
    memcpy(g_currency, (*instance)->currency, sizeof g_currency);
    ++g_open;
    return PORTAL_OK;
}

static void close_instance(portal_instance* instance)
{
    --g_open;
    free(instance);
}

/* ---- references and codes */

static void* rest(void* nothing) { return nothing; }

static void spin_for_a_while(void)
{
    static int done;
    const clock_t end = clock() + (done ? 0 : 11 * CLOCKS_PER_SEC / 10);
    while (clock() < end) { }
    done = 1;
}

static void misbehave(portal_instance* instance, portal_text typed)
{
    pthread_t thread;
    if (fault("hang") && typed.len > 1000)
        for (volatile unsigned turns = 0;; ++turns) { }
    if (fault("slow") && typed.len > 1000)
        spin_for_a_while();
    if (fault("hog") && typed.len > 1000 && g_kept == NULL)
        memset(g_kept = malloc(300U << 20), 1, 300U << 20);
    if (fault("exit") && typed.len == 13)
        exit(0);
    if (fault("terminated") && typed.len > 0 && strlen(typed.data) > 4000000)
        abort();
    if (fault("prints"))
        puts("looking at a reference");
    if (fault("writes") && write(3, "hello", 5) < 0)
        abort();
    if (fault("opens_file") && open("/etc/hostname", O_RDONLY) >= 0)
        abort();
    if (fault("thread") && pthread_create(&thread, NULL, rest, NULL) == 0)
        abort();
    if (fault("floods"))
        instance->host->log(instance->host, PORTAL_LOG_INFO, text_of("looking at a reference"));
}

static portal_status refuse(portal_text typed, portal_error* error, char const* key)
{
    char detail[64];
    if (fault("internal"))
        return say(error, PORTAL_INTERNAL, "plugin.fault", "", "unexpected");
    if (fault("odd_status"))
        return say(error, 4711, key, "", "");
    if (fault("no_key"))
        return PORTAL_REJECTED;
    if (fault("odd_key"))
        return say(error, PORTAL_REJECTED, "Wrong reference!", "", "");
    if (fault("unterminated"))
        memset(error->detail, 'x', sizeof error->detail);
    if (fault("overrun"))
        memset(error, 'x', sizeof *error + 10);
    if (fault("unterminated") || fault("overrun")) {
        memset(error->key, 0, sizeof error->key);
        memset(error->field, 0, sizeof error->field);
        if (fault("overrun"))
            memset(error->detail, 0, sizeof error->detail);
        memcpy(error->key, "reference.digits", 16);
        return PORTAL_REJECTED;
    }
    if (fault("tells") && typed.len < 20) {
        snprintf(detail, sizeof detail, "not %.*s", (int)typed.len, typed.data ? typed.data : "");
        for (char* c = detail; *c; ++c)
            *c = *c >= ' ' && *c < 127 ? *c : ' ';
        return say(error, PORTAL_REJECTED, key, "", detail);
    }
    return say(error, PORTAL_REJECTED, key, "", "digits");
}

/* Takes out blanks and dashes; how many digits there were, or -1 when there was something else. */
static int digits_of(portal_text typed, char* digits, int most)
{
    int count = 0;
    for (size_t i = 0; i < typed.len; ++i) {
        const char c = typed.data[i];
        if (c == ' ' || c == '-')
            continue;
        if (c < '0' || c > '9' || count == most)
            return -1;
        digits[count++] = c;
    }
    return count;
}

static portal_status normalise(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
{
    char canonical[10] = "R";
    portal_text rest_of = typed;
    misbehave(instance, typed);
    if (typed.len > 0 && (typed.data[0] == 'R' || typed.data[0] == 'r')) {
        ++rest_of.data;
        --rest_of.len;
    }
    if (fault("echo") && typed.len == 1 && (typed.data[0] & 0x80))
        return out.put(out.ctx, typed);
    if (fault("long_answer") && typed.len > 1000 && memchr(typed.data, '1', 1) == typed.data && memchr(typed.data, ' ', typed.len) == NULL)
        return out.put(out.ctx, typed);
    if (digits_of(rest_of, canonical + 1, 8) != 8)
        return refuse(typed, error, "reference.digits");
    if (fault("logs_input") && typed.len == 8)
        instance->host->log(instance->host, PORTAL_LOG_INFO, typed);
    if (fault("not_idempotent") && typed.len == 9)
        canonical[8] = canonical[8] == '9' ? '0' : (char)(canonical[8] + 1);
    return out.put(out.ctx, text_of(canonical));
}

static portal_status display(portal_instance* instance, portal_text canonical, portal_text_out out, portal_error* error)
{
    char digits[9] = "", shown[16];
    (void)instance;
    if (canonical.len != 9 || canonical.data[0] != 'R')
        return refuse(canonical, error, "reference.not_canonical");
    canonical.data += 1;
    canonical.len -= 1;
    if (digits_of(canonical, digits, 8) != 8)
        return refuse(canonical, error, "reference.not_canonical");
    snprintf(shown, sizeof shown, fault("odd_display") ? "No. %.4s %s" : "R %.4s %s", digits, digits + 4);
    return out.put(out.ctx, text_of(shown));
}

static portal_status customer(portal_instance* instance, portal_text canonical, portal_text_out out, portal_error* error)
{
    portal_text number = { canonical.data ? canonical.data + 1 : NULL, 4 };
    (void)instance;
    if (canonical.len != 9 || canonical.data[0] != 'R')
        return refuse(canonical, error, "reference.not_canonical");
    char digits[9] = "";
    const portal_text all = { canonical.data + 1, 8 };
    if (digits_of(all, digits, 8) != 8)
        return refuse(canonical, error, "reference.not_canonical");
    if (fault("other_customer"))
        number.data += 4;
    return out.put(out.ctx, number);
}

static portal_status normalise_code(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
{
    char digits[5] = "";
    (void)instance;
    if (digits_of(typed, digits, 4) != 4)
        return refuse(typed, error, "security_code.digits");
    return out.put(out.ctx, text_of(digits));
}

/* Of bills that come without one. */
static portal_status derive(portal_instance* instance, portal_bill const* bill, portal_text_out out, portal_error* error)
{
    static int count;
    char code[8];
    (void)instance;
    (void)error;
    snprintf(code, sizeof code, "%04d", (int)((bill->document.len * 17 + (fault("fresh_code") ? (size_t)++count : 0)) % 10000));
    return out.put(out.ctx, text_of(code));
}

/* ---- the delivery */

/* The parts of a line; how many there are. */
static int split(char* line, char* parts[6])
{
    int count = 0;
    for (char* next = line; next != NULL && count < 6; ++count) {
        parts[count] = next;
        next = strchr(next, ';');
        if (next)
            *next++ = 0;
    }
    return count;
}

static int is_plain(char const* text, size_t most)
{
    for (char const* c = text; *c; ++c)
        if (*c < ' ' || *c > '~')
            return 0;
    return *text != 0 && strlen(text) <= most;
}

static portal_status bad_row(portal_import_sink const* sink, uint64_t line)
{
    portal_error error = { .size = sizeof error };
    say(&error, 0, "row.bad_line", "", "C;number;name or B;number;customer;reference;code;cents");
    return sink->problem(sink->ctx, text_of("specimen.csv"), line, &error);
}

static portal_status customer_row(portal_instance* instance, portal_import_sink const* sink, char* parts[6])
{
    portal_customer_row row = { .size = sizeof row };
    row.number = text_of(parts[1]);
    row.name = text_of(parts[2]);
    if (fault("bad_row"))
        row.country = text_of("Slovenia");
    if (fault("remembers") && instance->runs > 1)
        row.town = text_of("again");
    return sink->customer(sink->ctx, &row);
}

static portal_status bill_row(portal_instance* instance, portal_import_sink const* sink, char* parts[6])
{
    char reference[10] = "R";
    portal_invoice_row row = { .size = sizeof row };
    row.number = text_of(parts[1]);
    row.kind = text_of("invoice");
    row.customer = text_of(parts[2]);
    memcpy(reference + 1, parts[3], 8);
    row.reference = text_of(reference);
    row.security_code = text_of(parts[4]);
    row.issued.year = 2018;
    row.issued.month = 5;
    row.issued.day = 31;
    row.total.minor = strtol(parts[5], NULL, 10) + (fault("other_total") ? 1 : 0);
    memcpy(row.total.currency, fault("shared_currency") ? g_currency : instance->currency, 4);
    row.net = row.payable = row.total;
    memcpy(row.vat.currency, row.total.currency, 4);
    memcpy(row.prepaid.currency, row.total.currency, 4);
    return sink->invoice(sink->ctx, &row);
}

static portal_status one_line(portal_instance* instance, portal_import_sink const* sink, char* line, uint64_t number)
{
    char digits[9] = "", code[5] = "";
    char* parts[6] = { line };
    const int count = split(line, parts);
    if (count == 1 && *line == 0)
        return PORTAL_OK;
    for (int i = 0; i < count; ++i)
        if (!is_plain(parts[i], 40))
            return bad_row(sink, number);
    if (count == 3 && strcmp(parts[0], "C") == 0)
        return customer_row(instance, sink, parts);
    if (count == 6 && strcmp(parts[0], "B") == 0 && strlen(parts[3]) == 8 && digits_of(text_of(parts[3]), digits, 8) == 8
        && digits_of(text_of(parts[4]), code, 4) == 4 && strncmp(parts[3], parts[2], 4) == 0 && strlen(parts[2]) == 4)
        return bill_row(instance, sink, parts);
    return bad_row(sink, number);
}

struct lines {
    portal_delivery* delivery;
    char bytes[4096];
    size_t begin, end;
    int64_t got;
};

/* The next line, terminated, or NULL; of a line that does not fit the beginning. */
static char* next_line(struct lines* lines)
{
    for (;;) {
        char* const start = lines->bytes + lines->begin;
        char* const found = memchr(start, '\n', lines->end - lines->begin);
        if (found || lines->end - lines->begin == sizeof lines->bytes - 1 || (lines->got <= 0 && lines->end > lines->begin)) {
            char* const stop = found ? found : lines->bytes + lines->end;
            lines->begin = (size_t)(stop - lines->bytes) + (found ? 1 : 0);
            *stop = 0;
            return start;
        }
        if (lines->got <= 0)
            return NULL;
        memmove(lines->bytes, start, lines->end - lines->begin);
        lines->end -= lines->begin;
        lines->begin = 0;
        lines->got = lines->delivery->read(lines->delivery->ctx, lines->bytes + lines->end, sizeof lines->bytes - 1 - lines->end);
        if (lines->got > 0) {
            if (fault("grows"))
                memset(g_kept = malloc((size_t)lines->got), 1, (size_t)lines->got);
            lines->end += (size_t)lines->got;
            if (fault("one_read"))
                lines->got = 0;
        }
    }
}

static portal_status run(portal_instance* instance, portal_delivery* delivery, portal_import_sink const* sink, portal_error* error)
{
    portal_delivery_head head = { .size = sizeof head, .expected_bills = -1 };
    portal_text name;
    portal_status status = fault("no_head") ? PORTAL_OK : sink->begin(sink->ctx, &head);
    ++instance->runs;
    while ((status == PORTAL_OK || fault("goes_on")) && delivery->next(delivery->ctx, &name) == 1) {
        struct lines lines = { .delivery = delivery, .got = 1 };
        uint64_t number = 0;
        for (char* line; (status == PORTAL_OK || fault("goes_on")) && (line = next_line(&lines)) != NULL;)
            status = one_line(instance, sink, line, ++number);
        if (status == PORTAL_OK && lines.got < 0 && !fault("deaf"))
            return lines.got == -2 ? PORTAL_STOPPED : say(error, PORTAL_BAD_DATA, "delivery.unreadable", "", "");
    }
    for (uint64_t number = 1; fault("complains") && status == PORTAL_OK && number <= 21; ++number)
        status = bad_row(sink, number);
    return fault("swallows") ? PORTAL_OK : status;
}

/* ---- readings */

static portal_status give_back(portal_instance* instance, portal_readings* readings, portal_file_out const* out, portal_error* error)
{
    char line[64];
    portal_reading_row reading = { .size = sizeof reading };
    portal_supply_point_row point = { .size = sizeof point };
    portal_status status = out->begin(out->ctx, text_of("readings.csv"), text_of("text/csv"));
    (void)error;
    ++instance->runs;
    while (status == PORTAL_OK && readings->next(readings->ctx, &reading, &point) == 1) {
        const int length = snprintf(line, sizeof line, "%.*s;%lld;%d\n", (int)reading.meter.len, reading.meter.data, (long long)reading.value.value,
            fault("numbers_files") ? instance->runs : 1);
        status = out->write(out->ctx, line, (size_t)length);
    }
    return status;
}

/* ---- the tables */

static void const* capability(char const* id)
{
    static portal_reference reference = { sizeof reference, normalise, display, customer };
    static const portal_security_code code = { sizeof code, 0, normalise_code, derive, NULL };
    static const portal_billing_import import = { sizeof import, run };
    static const portal_readings_export readings = { sizeof readings, give_back };
    if (fault("no_display"))
        reference.display = NULL;
    if (strcmp(id, PORTAL_REFERENCE) == 0 || (fault("any_revision") && strncmp(id, PORTAL_REFERENCE, strlen("portal.reference/")) == 0))
        return &reference;
    if (strcmp(id, PORTAL_READINGS_EXPORT) == 0)
        return &readings;
    if (strcmp(id, PORTAL_SECURITY_CODE) == 0)
        return &code;
    return strcmp(id, PORTAL_BILLING_IMPORT) == 0 ? &import : NULL;
}

__attribute__((constructor)) static void at_load(void)
{
    if (fault("crash_on_load"))
        abort();
}

__attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static portal_setting_info settings[] = { { sizeof *settings, "digits", "integer", "8", "how many digits a reference has: 8" } };
    static portal_plugin plugin = { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 1, PLUGIN_ID, "Specimen", "1.0.0", "zoo@zoo.example", settings,
        open_instance, close_instance, capability };
    if (fault("null_entry"))
        return NULL;
    if (fault("too_small"))
        plugin.size = offsetof(portal_plugin, open);
    if (fault("other_major"))
        plugin.abi_major = 2;
    if (fault("no_close"))
        plugin.close = NULL;
    if (fault("misplaced"))
        plugin.id = "zoo.elsewhere";
    if (fault("bad_id"))
        plugin.id = "Our Utility";
    if (fault("bad_version"))
        plugin.version = "1";
    if (fault("no_help"))
        settings[0].help = NULL;
    if (fault("odd_type"))
        settings[0].type = "number";
    return &plugin;
}
