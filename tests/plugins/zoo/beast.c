/* A plugin in plain C that does whatever misdeed it is asked for, and otherwise answers like any other. */
#define _GNU_SOURCE
#include <portal/portal_plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#ifndef ZOO_VERSION
#define ZOO_VERSION "1.0.0"
#endif

void portal_zoo_throw(void); /* throw.cpp */

extern char** environ;
static portal_host const* g_host;
static char g_word[64];

static int is(portal_text text, char const* word) { return text.len >= strlen(word) && memcmp(text.data, word, strlen(word)) == 0; }
static portal_text view(char const* text)
{
    portal_text made = { text, strlen(text) };
    return made;
}

static portal_status open_instance(portal_host const* host, portal_tenant const* tenant, portal_instance** instance, portal_error* error)
{
    const portal_text word = tenant->setting(tenant, "word");
    (void)error;
    g_host = host;
    snprintf(g_word, sizeof g_word, "%.*s", (int)word.len, word.data ? word.data : "");
    *instance = (portal_instance*)g_word;
    return PORTAL_OK;
}
static void close_instance(portal_instance* instance) { (void)instance; }

static void spin(void)
{
    for (volatile unsigned turns = 0;; ++turns) { }
}
static void write_garbage(void)
{
    static char const garbage[] = "\xff\xff\xff\xff what the portal never expects";
    if (write(3, garbage, sizeof garbage) < 0)
        abort();
}
static int megabytes_until_refused(void)
{
    int count = 0;
    for (char* taken; count < 4096 && (taken = malloc(1 << 20)) != NULL; ++count)
        memset(taken, count, 1 << 20);
    return count;
}
static int open_descriptors(void)
{
    int count = 0;
    for (int i = 0; i < 1024; ++i)
        count += fcntl(i, F_GETFD) >= 0;
    return count;
}

/* Tries something forbidden; what comes out is "refused", or what went wrong. */
static char const* attempt(portal_text typed)
{
    struct stat about;
    long got = 0;
    if (is(typed, "try:file"))
        got = open("/etc/passwd", O_RDONLY);
    else if (is(typed, "try:create"))
        got = open("/tmp/portal-zoo-was-here", O_CREAT | O_WRONLY, 0600);
    else if (is(typed, "try:stat"))
        got = stat("/etc/passwd", &about);
    else if (is(typed, "try:socket"))
        got = socket(AF_INET, SOCK_STREAM, 0);
    else if (is(typed, "try:fork"))
        got = fork();
    else if (is(typed, "try:exec"))
        got = execl("/bin/true", "true", (char*)NULL);
    else if (is(typed, "try:code"))
        got = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
    else if (is(typed, "try:kill"))
        got = kill(getppid(), 0);
    else if (is(typed, "try:owner")) /* of the socket's signals */
        got = fcntl(3, F_SETOWN, getppid());
    else if (is(typed, "try:async"))
        got = fcntl(3, F_SETFL, O_ASYNC);
    else if (is(typed, "try:alarm"))
        got = signal(SIGALRM, SIG_IGN) == SIG_ERR ? -1 : 0;
    else if (is(typed, "try:timer"))
        got = setitimer(ITIMER_REAL, &(struct itimerval) { .it_value = { 1000, 0 } }, NULL);
    else if (is(typed, "try:environment"))
        got = environ == NULL || *environ == NULL ? -1 : 0;
    return got < 0 ? "refused" : "done";
}

static portal_status normalise(portal_instance* instance, portal_text typed, portal_text_out out, portal_error* error)
{
    char number[32];
    (void)instance;
    if (is(typed, "crash"))
        raise(SIGSEGV);
    if (is(typed, "abort"))
        abort();
    if (is(typed, "throw"))
        portal_zoo_throw();
    if (is(typed, "exit"))
        _exit(0);
    if (is(typed, "loop"))
        spin();
    if (is(typed, "sleep"))
        for (struct timespec hour = { 3600, 0 };;)
            nanosleep(&hour, NULL);
    if (is(typed, "slow"))
        nanosleep(&(struct timespec) { 0, 500000000 }, NULL);
    if (is(typed, "flood"))
        for (;;)
            g_host->log(g_host, PORTAL_LOG_INFO, view("again and again"));
    if (is(typed, "garbage"))
        write_garbage();
    if (is(typed, "hog") || is(typed, "descriptors")) {
        snprintf(number, sizeof number, "%d", is(typed, "hog") ? megabytes_until_refused() : open_descriptors());
        return out.put(out.ctx, view(number));
    }
    if (is(typed, "try:"))
        return out.put(out.ctx, view(attempt(typed)));
    if (is(typed, "setting"))
        return out.put(out.ctx, view(g_word));
    if (is(typed, "long"))
        for (int i = 0; i < 100; ++i)
            out.put(out.ctx, view("0123456789"));
    if (is(typed, "size")) { /* far more than is there, and what the portal says to it is not heard */
        const portal_text huge = { "0", SIZE_MAX };
        out.put(out.ctx, huge);
        return PORTAL_OK;
    }
    if (is(typed, "version"))
        return out.put(out.ctx, view(ZOO_VERSION));
    if (is(typed, "which")) { /* a refusal that differs from version to version */
        snprintf(error->key, sizeof error->key, strcmp(ZOO_VERSION, "1.0.0") == 0 ? "reference.check_digit" : "reference.too_short");
        return PORTAL_REJECTED;
    }
    if (is(typed, "control"))
        return out.put(out.ctx, view("two\nlines"));
    if (is(typed, "latin"))
        return out.put(out.ctx, view("\xe8\x9a"));
    if (is(typed, "unsaid"))
        return PORTAL_REJECTED;
    if (is(typed, "odd"))
        return 4711;
    if (is(typed, "no")) {
        snprintf(error->key, sizeof error->key, "reference.check_digit");
        return PORTAL_REJECTED;
    }
    return out.put(out.ctx, typed);
}

static portal_status customer_row(portal_import_sink const* sink, char const* number, char const* name)
{
    portal_customer_row row = { .size = sizeof row };
    row.number = view(number);
    row.name = view(name);
    return sink->customer(sink->ctx, &row);
}
static portal_status begin(portal_import_sink const* sink)
{
    portal_delivery_head head = { .size = sizeof head, .expected_bills = -1 };
    return sink->begin(sink->ctx, &head);
}

/* Rows that the portal must not believe, each beside a good one. */
static portal_status lie(portal_import_sink const* sink)
{
    static char endless[100000];
    portal_reading_row reading = { .size = sizeof reading };
    portal_transaction_row movement = { .size = sizeof movement };
    memset(endless, 'x', sizeof endless - 1);
    customer_row(sink, "1", "Ana");
    customer_row(sink, "", "nobody");
    customer_row(sink, "2", endless);
    customer_row(sink, "3", "two\nlines");
    customer_row(sink, "4", "\xe8\x9a");
    reading.id = reading.meter = reading.register_code = view("1");
    reading.source = view("utility");
    reading.read_on.year = 2018;
    reading.read_on.month = 2;
    reading.read_on.day = 31;
    sink->reading(sink->ctx, &reading);
    reading.read_on.day = 28;
    reading.value.scale = 40;
    sink->reading(sink->ctx, &reading);
    reading.value.scale = 0;
    reading.source = view("hearsay");
    sink->reading(sink->ctx, &reading);
    movement.external_id = movement.customer = view("1");
    movement.kind = view("payment");
    movement.booked = reading.read_on;
    memcpy(movement.amount.currency, "eu\xff", 4);
    sink->transaction(sink->ctx, &movement);
    return customer_row(sink, "5", "Žiga");
}

/* Lengths that are not there, and a row that says it is longer than any. */
static portal_status wrong_sizes(portal_import_sink const* sink)
{
    portal_customer_row row = { .size = UINT32_MAX };
    row.number = view("1");
    row.name.data = "Ana";
    row.name.len = SIZE_MAX;
    sink->customer(sink->ctx, &row);
    row.name.len = 3;
    sink->customer(sink->ctx, &row);
    row.size = 4;
    return sink->customer(sink->ctx, &row);
}

static portal_status run(portal_instance* instance, portal_delivery* delivery, portal_import_sink const* sink, portal_error* error)
{
    char start[64] = "";
    portal_text name, typed = { start, 0 };
    int64_t got = 0;
    (void)instance;
    if (delivery->next(delivery->ctx, &name) == 1)
        got = delivery->read(delivery->ctx, start, sizeof start - 1);
    typed.len = got > 0 ? (size_t)got : 0;
    if (is(typed, "no head"))
        return customer_row(sink, "1", "Ana");
    if (is(typed, "nothing"))
        return PORTAL_OK;
    begin(sink);
    if (is(typed, "two heads"))
        begin(sink);
    if (is(typed, "lie"))
        return lie(sink);
    if (is(typed, "crash")) {
        customer_row(sink, "1", "Ana");
        raise(SIGSEGV);
    }
    if (is(typed, "silence"))
        spin();
    if (is(typed, "drip")) /* never silent for long, and never done */
        for (int i = 1;; ++i) {
            if (customer_row(sink, "1", "Ana") != PORTAL_OK)
                return PORTAL_STOPPED;
            if (i % 20000 == 0)
                nanosleep(&(struct timespec) { 0, 100000000 }, NULL);
        }
    if (is(typed, "garbage"))
        write_garbage();
    if (is(typed, "ten million"))
        for (int i = 0; i < 10000000; ++i)
            if (customer_row(sink, "1", "Ana") != PORTAL_OK)
                return PORTAL_STOPPED;
    if (is(typed, "sizes"))
        return wrong_sizes(sink);
    for (int endless = is(typed, "endless"); endless;)
        if (customer_row(sink, "1", "Ana") != PORTAL_OK)
            return PORTAL_STOPPED;
    /* Reads on to the end and says how much there was. */
    for (char buffer[4096]; got > 0;)
        got = delivery->read(delivery->ctx, buffer, sizeof buffer);
    if (got < 0) {
        snprintf(error->key, sizeof error->key, "zoo.read");
        return PORTAL_BAD_DATA;
    }
    return customer_row(sink, "1", "Ana");
}

static void const* capability(char const* id)
{
    static const portal_reference reference = { sizeof reference, normalise, normalise, NULL };
    static const portal_security_code code = { sizeof code, 0, normalise, NULL, NULL };
    static const portal_billing_import import = { sizeof import, run };
    if (strcmp(id, PORTAL_REFERENCE) == 0)
        return &reference;
    if (strcmp(id, PORTAL_SECURITY_CODE) == 0)
        return &code;
    return strcmp(id, PORTAL_BILLING_IMPORT) == 0 ? &import : NULL;
}

__attribute__((visibility("default"))) portal_plugin const* portal_plugin_entry_v1(void)
{
    static const portal_setting_info settings[] = { { sizeof *settings, "word", "text", "", "given back" } };
    static const portal_plugin plugin = { sizeof plugin, PORTAL_ABI_MAJOR, PORTAL_ABI_MINOR, 1, "zoo.beast", "Zoo", ZOO_VERSION, "zoo@zoo.example", settings,
        open_instance, close_instance, capability };
    return &plugin;
}
