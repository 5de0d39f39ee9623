// Every mail, with sample data.
#include "view/samples/samples.h"

namespace portal::view::samples {

std::vector<MailSample> mails()
{
    std::pair<std::string, std::string> const link { "link", "https://mojupravljalec.example/confirm/7Q4K91XNZB2D" };
    return {
        { "registration_confirm", model({ link, { "email", "marija.kranjc@primer.si" } }) },
        { "registration_existing_account", model({ link, { "reset_link", "https://mojupravljalec.example/password/forgot" } }) },
        { "claim_holder_asked", model({ link, { "asker", "janez.kranjc@primer.si" }, { "customer_number", "00000107" } }) },
        { "claim_accepted", model({ link, { "customer_number", "00000107" } }) },
        { "password_reset", model({ link }) },
        { "password_changed", model({ link, { "when", "2. 6. 2018 ob 10.42" } }) },
        { "email_change", model({ link, { "email", "marija@primer.si" } }) },
        { "email_taken", model({ link, { "email", "marija@primer.si" } }) },
        { "password_unknown_address", model({ link, { "email", "marija@primer.si" } }) },
        { "email_changed", model({ link, { "when", "2. 6. 2018 ob 10.42" } }) },
        { "reading_received",
            model({ link, { "meter", "Vodomer 18-204417" }, { "value", "1.512 m³" }, { "when", "2. 6. 2018 ob 10.42" }, { "until", "3. junija" } }) },
        { "reading_rejected",
            model({ link, { "meter", "Števec 18-204417" }, { "value", "1.512 m³" }, { "date", "2. 6. 2018" },
                { "reason", "Stanje je nižje od odčitka delavca." }, { "until", "3. junija" } }) },
    };
}

}
