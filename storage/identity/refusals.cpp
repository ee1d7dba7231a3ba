#include "storage/identity/refusals.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace slipway::storage {
namespace {

Error refused(const std::string& text) { return Error(Fault::unsupported, text); }

std::string id_or_none(const std::optional<std::string>& id) { return id ? "the id " + *id : "no id"; }

std::string state_of(const CatalogPlace& place, const CatalogContents& catalog) {
    if (catalog.state == CatalogState::empty) return place.name() + " is empty";
    if (catalog.state == CatalogState::unusable) return place.name() + " cannot be used (" + catalog.fault + ")";
    return place.name() + " is missing";
}

std::string claim_on(const ObjectsPlace& objects, const ObjectsContents& contents) {
    if (contents.id) return objects.name() + " belongs to the catalog with the id " + *contents.id;
    return objects.name() + " holds packages";
}

/// What says that there was a catalog.
std::string traces_of(const DirectoryPlaces& places, const DirectoryContents& contents, const StoredFiles& stored) {
    std::vector<std::string> here;
    if (stored.any()) here.push_back(stored.describe());
    if (contents.marker_id) here.emplace_back("slipway.id, which says that there was a catalog");
    if (contents.catalog.has_log) here.emplace_back("slipway.db-wal, the log of one");
    if (contents.has_another_catalog) here.emplace_back("slipway.db, a catalog of its own");
    std::vector<std::string> traces;
    const bool is_taken = contents.objects && contents.objects->is_taken();
    if (here.empty() && !is_taken) here.push_back(stored.describe());
    if (!here.empty()) traces.push_back(fmt::format("the directory holds {}", fmt::join(here, ", and ")));
    if (is_taken) traces.push_back(claim_on(*places.objects, *contents.objects));
    return fmt::format("{}", fmt::join(traces, ", and "));
}

}  // namespace

Error foreign_catalog(const CatalogPlace& place, const DirectoryContents& contents) {
    const std::string ours =
        contents.marker_id ? "slipway.id says " + *contents.marker_id : "the directory has no slipway.id";
    return refused(fmt::format(
        "{0}: {1} belongs to another directory: it has {2}, and {3}. {4}; if the catalog does belong to these "
        "packages: `slipwayd init --adopt --data {0}`",
        place.data().string(), place.name(), id_or_none(contents.catalog.id), ours, place.way_to_its_own()));
}

Error foreign_cache(const CatalogPlace& place, const DirectoryContents& contents) {
    return refused(fmt::format(
        "{}: the directory belongs to another catalog: slipway.id says {}, and {} has {}. Name the right database "
        "(--catalog), or another directory (--data): an empty one will do, as it is to hold nothing but copies",
        place.data().string(), contents.marker_id.value_or("nothing"), place.name(), id_or_none(contents.catalog.id)));
}

Error lost_catalog(const DirectoryPlaces& places, const DirectoryContents& contents, const StoredFiles& stored) {
    const CatalogPlace& place = places.catalog;
    const bool is_taken = contents.objects && contents.objects->is_taken();
    const std::string to_begin =
        is_taken ? "to begin anew, take another bucket or prefix"
                 : "`slipwayd init --anew` (or `serve --init`) begins anew and moves all this aside";
    return refused(
        fmt::format("{0}: {1}, but {2}. {3}; `slipwayd fsck --rebuild --data {0}` makes a catalog from the "
                    "package files, as far as that goes; {4}",
                    place.data().string(), state_of(place, contents.catalog), traces_of(places, contents, stored),
                    place.way_back(), to_begin));
}

Error moved_catalog(const CatalogPlace& place, const CatalogContents& catalog) {
    return refused(fmt::format(
        "{0}: the server of {1} was moved, or is being moved, to {2}. Start it there; if the move was interrupted, run "
        "the same `slipwayd migrate` again. To take up {1} again, and to give up what was published elsewhere since: "
        "`slipwayd init --adopt`, with the settings of this place",
        place.data().string(), place.name(), catalog.moved_to.value_or("another place")));
}

Error incomplete_catalog(const CatalogPlace& place) {
    return refused(
        fmt::format("{}: a move into {} was interrupted, and it is not whole. Run the same `slipwayd migrate` again",
                    place.data().string(), place.name()));
}

Error database_in_the_way(const CatalogPlace& place, const CatalogContents& catalog) {
    return refused(state_of(place, catalog) + ". " + place.way_to_begin());
}

Error objects_in_the_way(const ObjectsPlace& objects, const ObjectsContents& contents) {
    return refused(claim_on(objects, contents) +
                   ", and nobody moves a bucket aside: to begin anew, take another one, or another prefix");
}

Error foreign_objects(const DirectoryPlaces& places, const DirectoryContents& contents) {
    return refused(fmt::format(
        "{} belongs to another catalog: its slipway.id says {}, and {} has {}. Is it the right bucket and prefix, and "
        "the right catalog? Two servers need two prefixes. If the other catalog is gone for good and this one knows "
        "these packages: `slipwayd init --adopt`, with the same settings",
        places.objects->name(), contents.objects->id.value_or("nothing"), places.catalog.name(),
        id_or_none(contents.catalog.id)));
}

Error unknown_objects(const DirectoryPlaces& places) {
    return refused(fmt::format(
        "{} has no slipway.id, and nor has {}: nothing says that they belong to {}. Is it the right bucket and "
        "prefix, and the right catalog? If it is: `slipwayd init --adopt`, with the same settings",
        places.objects->name(), places.data().string(), places.catalog.name()));
}

Error empty_objects(const ObjectsPlace& objects) {
    return refused(objects.name() +
                   " holds no packages, but the catalog names some. Is it the right bucket and prefix? Packages that "
                   "lie in the data directory have to be copied there first. To go on without them: `slipwayd init "
                   "--adopt`, with the same settings");
}

Error unnamed_objects(const ObjectsPlace& objects) {
    return refused(objects.name() +
                   " holds packages, and the catalog names none. Bring the catalog back that knows them, or take "
                   "another prefix; `slipwayd fsck --rebuild` makes a catalog from the packages, as far as that goes");
}

}  // namespace slipway::storage
