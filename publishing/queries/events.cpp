#include "publishing/queries/events.hpp"

namespace slipway::publishing {

Result<EventsPage> events_after(const View& view, RowId after, std::size_t limit,
                                const std::optional<std::string>& repository) {
    EventsPage page;
    page.events = TRY(storage::events(view, {after, limit + 1, repository}));
    page.more = page.events.size() > limit;
    if (page.more) page.events.pop_back();
    page.head = TRY(storage::audit_head(view));
    return page;
}

}  // namespace slipway::publishing
