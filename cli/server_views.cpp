#include "cli/server_views.hpp"

#include "base/text.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace slipway::cli {
namespace {

constexpr std::size_t most_named = 3;

std::string place_of(const JsonValue& event) {
    const auto repository = event["repository"].text(), channel = event["channel"].text();
    return channel.empty() ? repository : repository + "/" + channel;
}

/// "hello 1.0 (all)" for a package; for something else its name, or all its members.
std::string element_of(const JsonValue& element) {
    const auto name = element["name"].text();
    if (name.empty()) return element.text();
    const auto version = element["version"].text(), architecture = element["architecture"].text();
    return name + (version.empty() ? "" : " " + version) + (architecture.empty() ? "" : " (" + architecture + ")");
}

/// "hello 1.0 (all), other 2.0 (amd64) and 5 more".
std::string elements_of(const JsonValue& list) {
    std::vector<std::string> texts;
    const auto elements = list.elements();
    for (std::size_t i = 0; i < std::min(elements.size(), most_named); ++i) texts.push_back(element_of(elements[i]));
    auto text = join(texts, ", ");
    if (elements.size() > most_named) text += fmt::format(" and {} more", elements.size() - most_named);
    return text;
}

/// "packages=hello 1.0 (all) reason=not wanted".
std::string details_of(const JsonValue& event) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : event["details"].members()) {
        const auto text = value.is_list() ? elements_of(value) : element_of(value);
        if (!text.empty()) texts.push_back(name + "=" + text);
    }
    return join(texts, " ");
}

}  // namespace

std::string describe_token(const JsonValue& token) {
    const auto expires = token["expires_at"];
    return printable(fmt::format("'{}' ({}), which {}", token["name"].text(), token["scopes"].text(),
                                 expires.is_null() ? "does not expire" : "expires " + expires.text()));
}

std::string render_identity(const std::string& server, const JsonValue& token) {
    const auto expires = token["expires_at"];
    return render_fields({{"Server", server},
                          {"Name", token["name"].text()},
                          {"Scopes", token["scopes"].text()},
                          {"Created", token["created_at"].text()},
                          {"Expires", expires.is_null() ? "never" : expires.text()}});
}

std::string render_status(const JsonValue& status) {
    auto text = render_fields({{"Server", status["server"].text()},
                               {"Version", status["version"].text()},
                               {"Ready", status["ready"].is_true() ? "yes" : "no"},
                               {"Why not", status["reason"].text()}});
    Table table({"CHANNEL", "REVISION", "PACKAGES", "UPDATED"});
    for (const auto& repository : status["repositories"].elements())
        for (const auto& channel : repository["channels"].elements())
            table.add({repository["name"].text() + "/" + channel["name"].text(), channel["revision"].text(),
                       channel["package_count"].text(), channel["updated_at"].text()});
    return text + "\n" + (table.is_empty() ? "no channels\n" : table.render());
}

std::string render_events(const JsonValue& answer) {
    Table table({"NUMBER", "TIME", "ACTION", "ACTOR", "WHERE", "DETAILS"});
    for (const auto& event : answer["events"].elements())
        table.add({event["number"].text(), event["time"].text(), event["action"].text(), event["actor"].text(),
                   place_of(event), details_of(event)});
    return table.is_empty() ? "no events\n" : table.render();
}

std::string render_event(const JsonValue& event) {
    return printable(fmt::format("{}  {}  {}  {}  {}  {}", event["number"].text(), event["time"].text(),
                                 event["action"].text(), event["actor"].text(), place_of(event), details_of(event))) +
           "\n";
}

}  // namespace slipway::cli
