#include "cli/pages.hpp"

#include <algorithm>

namespace slipway::cli {

void JoinedPages::add(const JsonValue& page) {
    for (const auto& [name, value] : page.members()) {
        auto member = std::ranges::find(members_, name, &Member::name);
        const bool is_new = member == members_.end();
        if (is_new) member = members_.insert(members_.end(), {name, value.is_list(), {}});
        for (const auto& element : value.elements()) {
            if (!member->text.empty()) member->text += ',';
            member->text += element.render();
            ++size_;
        }
        if (!member->is_list && (is_new || name == "next")) member->text = value.render();
    }
}

std::string JoinedPages::render() const {
    auto joined = Json::object();
    for (const auto& member : members_)
        joined.add(member.name, Json::rendered(member.is_list ? "[" + member.text + "]" : member.text));
    return joined.text();
}

}  // namespace slipway::cli
