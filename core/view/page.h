// What stands around every page, filled the same way by every feature: title, language, menu, help, notice.
#pragma once

#include "view/model.h"
#include "view/texts.h"

#include <string>
#include <vector>

namespace portal::view {

enum class Menu { none, overview, invoices, meters, transactions, settings };

// Whom to call. Stands at the foot of every page; before a utility is known it is the platform's own.
struct HelpContact {
    std::string name;
    std::string phone; // as people read it: "01 750 81 10"
    std::string email; // may be empty
    std::string terms_url; // "/terms/logatec"; empty: no link to terms
    std::string web {}; // the utility's own pages; may be empty
};

struct PageFrame {
    std::string title;
    std::string path = "/"; // this page's own GET address with its query; the language links lead there
    std::string csrf; // goes into every form as {{page.csrf}}
    std::string utility_slug; // whose colours and logo; empty: the platform's
    std::string utility_name;
    std::string utility_short_name;
    std::vector<HelpContact> help;
    bool signed_in = false;
    Menu menu = Menu::none;
    std::string notice; // what just happened ("Geslo je zamenjano."), shown once on top; empty: nothing
    bool has_errors = false; // puts "Napaka:" before the title, as screen readers need it
    bool demo = false; // a link to the demo's mailbox
};

// Links that stand on every page and change with the content of the files.
struct PageAssets {
    std::string stylesheet; // "/assets/portal.css?v=1a2b3c4d"
    std::string script;
    std::string utility_stylesheet; // empty: the platform's colours
    std::string logo;
};

// The frame as the layout template reads it, under the key "page".
Model page_model(PageFrame const& frame, PageAssets const& assets, Texts const& texts, std::vector<std::string> const& languages);

// An address with one more query parameter, before the #.
std::string with_parameter(std::string_view path, std::string_view name, std::string_view value);

}
