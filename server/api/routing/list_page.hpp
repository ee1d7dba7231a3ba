#pragma once

#include "server/api/routing/operation.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::api {

/// The answer of a list: the page that `limit` and `cursor` ask for, with `next` in its body and, where more
/// follows, `Link: <…>; rel="next"`, the same request with the next cursor. Precondition: the operation has
/// one. Faults: those of the list.
Result<http::Reply> answer_list(Services& services, const Operation& operation, const Call& call);

/// What a list says to a cursor that it did not give out: invalid_input "invalid-field".
Error invalid_cursor();
/// A cursor that is a number. Faults: as above.
Result<std::optional<std::int64_t>> number_of_cursor(const PageWanted& wanted);

/// A page of a list that is in memory as a whole: the first elements of which `is_behind` is true.
template <class Elements, class IsBehind, class CursorOf, class Render>
ListPage page_of(std::string_view member, const Elements& elements, std::size_t limit, const IsBehind& is_behind,
                 const CursorOf& cursor_of, const Render& render) {
    std::vector<Json> shown;
    std::string last;
    std::optional<std::string> next;
    for (const auto& element : elements) {
        if (!is_behind(element)) continue;
        if (shown.size() == limit) {
            next = last;
            break;
        }
        shown.push_back(render(element));
        last = cursor_of(element);
    }
    return {Json::object({{member, Json::array(shown)}}), next};
}

}  // namespace slipway::api
