// Scopes, names, lifetimes and the head of an audit log: what is accepted is written as it was read; a name that is
// accepted can stand in a path, a URL and a line; a scope never allows what a larger one does not.
#include "fuzz/support.hpp"
#include "publishing/access/access.hpp"
#include "publishing/access/tokens.hpp"
#include "publishing/model/names.hpp"
#include "storage/catalog/events.hpp"

using namespace slipway::fuzz;
namespace publishing = slipway::publishing;
using publishing::Action;
using publishing::NameOf;
using publishing::Scope;

namespace {

void scope(std::string_view text) {
    const auto parsed = Scope::parse(text);
    if (!parsed) {
        require(parsed.error().code() == "invalid-scope");
        return;
    }
    require(parsed->render() == text && is_one_line(text));
    const std::optional<std::vector<Scope>> scopes{{*parsed}};
    const bool everything = text == "admin:*";
    using Kind = Action::Kind;
    for (const auto kind : {Kind::create_or_delete, Kind::administer_server})
        require(publishing::decide(scopes, {kind, "main", "dev"}, true).ok() == everything);
    const bool administers = publishing::decide(scopes, {Kind::administer, "main", ""}, false).ok();
    require(!administers || parsed->verb == Scope::Verb::admin);
    for (const auto kind : {Kind::upload, Kind::change_content, Kind::read_repository})
        require(!administers || publishing::decide(scopes, {kind, "main", "dev"}, false).ok());
    const bool uploads = publishing::decide(scopes, {Kind::upload, "main", "dev"}, false).ok();
    require(!uploads || parsed->verb == Scope::Verb::admin || parsed->verb == Scope::Verb::upload);
}

void name(std::string_view text) {
    for (const auto kind :
         {NameOf::repository, NameOf::distro, NameOf::channel, NameOf::component, NameOf::architecture, NameOf::pin}) {
        if (!publishing::check_name(kind, text).ok()) continue;
        require(is_path_component(text) && text.size() <= 63 && text.find_first_of("%?#&\"'<>\\$`;|") == text.npos);
        require(text.front() != '-' && text.front() != '.');
    }
    if (publishing::check_origin(text).ok()) require(is_one_line(text) && text.size() <= 64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = text_of(data, size);
    scope(text);
    name(text);
    if (const auto lifetime = publishing::parse_lifetime(text); lifetime && *lifetime)
        require((*lifetime)->count() > 0);
    if (const auto head = slipway::storage::AuditHead::parse(text)) {
        const auto again = slipway::storage::AuditHead::parse(head->render());
        require(again.ok() && *again == *head && head->number >= 0);
    }
    return 0;
}
