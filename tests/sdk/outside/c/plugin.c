/* The border used directly, without the C++ SDK: references are the digits of what was typed, a delivery is lines of NUMBER;NAME. */
#include <portal/portal_plugin.h>

#include <string.h>

struct portal_instance {
    portal_host const* host;
};

static portal_status fail(portal_error* error, portal_status status, char const* key)
{
    memcpy(error->key, key, strlen(key) + 1);
    return status;
}

static portal_status open_instance(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
{
    static portal_instance only; /* one host process opens one instance */
    (void)tenant;
    (void)error;
    only.host = host;
    *instance = &only;
    return PORTAL_OK;
}
static void close_instance(portal_instance* instance) { (void)instance; }

static portal_status normalise(portal_instance* self, portal_text typed, portal_text_out out, portal_error* error)
{
    size_t digits = 0;
    (void)self;
    for (size_t i = 0; i < typed.len; ++i) {
        portal_text const one = { typed.data + i, 1 };
        portal_status status;
        if (*one.data == ' ')
            continue;
        if (*one.data < '0' || *one.data > '9')
            return fail(error, PORTAL_REJECTED, "reference.not_digits");
        status = out.put(out.ctx, one);
        if (status != PORTAL_OK)
            return status;
        ++digits;
    }
    return digits > 0 ? PORTAL_OK : fail(error, PORTAL_REJECTED, "reference.empty");
}

static portal_status line(char const* text, size_t length, portal_text file, uint64_t number, portal_import_sink const* sink)
{
    char const* const separator = memchr(text, ';', length);
    portal_customer_row row;
    memset(&row, 0, sizeof row);
    row.size = sizeof row;
    if (!separator) {
        portal_error error;
        memset(&error, 0, sizeof error);
        error.size = sizeof error;
        memcpy(error.key, "csv.column_count", sizeof "csv.column_count");
        return sink->problem(sink->ctx, file, number, &error);
    }
    row.number.data = text;
    row.number.len = (size_t)(separator - text);
    row.name.data = separator + 1;
    row.name.len = length - row.number.len - 1;
    sink->at(sink->ctx, file, number);
    return sink->customer(sink->ctx, &row);
}

/* Lines of at most sizeof buffer bytes. */
static portal_status file(portal_delivery* delivery, portal_text name, portal_import_sink const* sink, portal_error* error)
{
    char buffer[4096];
    size_t held = 0;
    uint64_t number = 0;
    for (;;) {
        int64_t const got = delivery->read(delivery->ctx, buffer + held, sizeof buffer - held);
        char const* start = buffer;
        char const* end;
        if (got == -2)
            return PORTAL_STOPPED;
        if (got < 0)
            return fail(error, PORTAL_BAD_DATA, "delivery.unreadable");
        if (got == 0)
            return held == 0 ? PORTAL_OK : fail(error, PORTAL_BAD_DATA, "csv.line_too_long");
        held += (size_t)got;
        while ((end = memchr(start, '\n', held)) != NULL) {
            portal_status const status = line(start, (size_t)(end - start), name, ++number, sink);
            if (status != PORTAL_OK)
                return status;
            held -= (size_t)(end - start) + 1;
            start = end + 1;
        }
        memmove(buffer, start, held);
    }
}

static portal_status run(portal_instance* self, portal_delivery* delivery, portal_import_sink const* sink, portal_error* error)
{
    portal_delivery_head head;
    portal_text name;
    portal_status status;
    memset(&head, 0, sizeof head);
    head.size = sizeof head;
    head.expected_bills = -1;
    status = sink->begin(sink->ctx, &head);
    (void)self;
    while (status == PORTAL_OK) {
        int32_t const found = delivery->next(delivery->ctx, &name);
        if (found == 0)
            return PORTAL_OK;
        status = found < 0 ? fail(error, PORTAL_BAD_DATA, "delivery.unreadable") : file(delivery, name, sink, error);
    }
    return status;
}

static void const* capability(char const* id)
{
    static portal_reference const reference = { sizeof reference, normalise, normalise, NULL };
    static portal_billing_import const billing_import = { sizeof billing_import, run };
    if (strcmp(id, PORTAL_REFERENCE) == 0)
        return &reference;
    return strcmp(id, PORTAL_BILLING_IMPORT) == 0 ? &billing_import : NULL;
}

/* portal_add_plugin hides everything; this one is seen. */
__attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static portal_plugin const plugin = { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 0, "example.plain-c", "Plain C", "1.0.0", "it@plain.example", NULL,
        open_instance, close_instance, capability };
    return &plugin;
}
