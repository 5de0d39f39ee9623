// portal_preview FOLDER: writes every page with sample data in both languages, to look at with a browser.
#include "view/samples/samples.h"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

namespace view = portal::view;

void write(std::filesystem::path const& path, std::string const& text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream { path, std::ios::binary } << text;
}

}

int main(int count, char** arguments)
{
    if (count != 2) {
        std::cerr << "usage: PORTAL_SOURCE=... PORTAL_BUILD=... portal_preview FOLDER\n";
        return 2;
    }
    std::filesystem::path const folder = arguments[1];
    view::Themes const themes { view::samples::theme_sources() };
    auto const logatec = themes.load(view::samples::utility_files("logatec"));
    auto const toplarna = themes.load(view::samples::utility_files("toplarna"));
    for (auto const& language : logatec->languages()) {
        auto const& texts = logatec->texts(language);
        auto const& format = logatec->format(language);
        for (auto const& pages : { view::samples::visitor_pages(texts, format), view::samples::customer_pages(texts, format) }) {
            for (auto const& page : pages) {
                auto const& theme = page.heating ? *toplarna : page.frame.utility_slug.empty() ? *themes.platform() : *logatec;
                write(folder / (language + "-" + page.file + ".html"), theme.render(language, page.name, page.frame, page.body));
            }
        }
        for (auto const& sample : view::samples::mails()) {
            auto const mail
                = logatec->render_mail(language, sample.name, { "https://mojupravljalec.example", "Komunalno podjetje Logatec", "01 750 81 10" }, sample.body);
            write(folder / (language + "-mail-" + sample.name + ".html"), mail.html);
            write(folder / (language + "-mail-" + sample.name + ".txt"), mail.subject + "\n\n" + mail.text);
        }
    }
}
