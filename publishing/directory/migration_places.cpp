#include "publishing/directory/migration_places.hpp"

#include <filesystem>
#include <system_error>

namespace slipway::publishing {
namespace {

/// Two names of a directory are one, whether it is there or not.
Path whole_path(const Path& data) {
    std::error_code error;
    auto path = std::filesystem::weakly_canonical(data, error);
    if (error) path = std::filesystem::absolute(data, error).lexically_normal();
    return path.has_filename() ? path : path.parent_path();  // without a slash at the end
}

bool have_same_directory(const StorePlaces& a, const StorePlaces& b) {
    return whole_path(a.data) == whole_path(b.data);
}

bool have_same_catalog(const StorePlaces& a, const StorePlaces& b) {
    if (a.has_database() != b.has_database()) return false;
    return a.has_database() ? catalog_place(a)->name() == catalog_place(b)->name() : have_same_directory(a, b);
}

std::string without_slash_at_end(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

bool have_same_files(const StorePlaces& a, const StorePlaces& b) {
    if (a.bucket.has_value() != b.bucket.has_value()) return false;
    if (!a.bucket) return have_same_directory(a, b);
    return without_slash_at_end(a.bucket->url) == without_slash_at_end(b.bucket->url) &&
           without_slash_at_end(a.bucket->endpoint) == without_slash_at_end(b.bucket->endpoint);
}

Result<> check_sealing_key(const StorePlaces& places, const char* side) {
    if (places.can_sign()) return {};
    return Error(Fault::unsupported, std::string("private keys are sealed in the database of ") + side +
                                         ", and nothing says by which key: set keys.sealing_key_file in its settings, "
                                         "or the variable SLIPWAY_SEALING_KEY");
}

}  // namespace

Result<MigrationPlaces> MigrationPlaces::compare(const StorePlaces& from, const StorePlaces& to) {
    MigrationPlaces places{from, to, !have_same_catalog(from, to), !have_same_files(from, to)};
    if (!places.moves_catalog && !places.moves_files)
        return Error(Fault::invalid_input, "--from and --to are the same place: " + describe(from));
    if (!places.moves_catalog) return places;
    TRY(check_sealing_key(from, "--from"));
    TRY(check_sealing_key(to, "--to"));
    return places;
}

bool MigrationPlaces::moves_directory() const { return !have_same_directory(from, to); }

std::string describe(const StorePlaces& places) {
    const std::string data = whole_path(places.data).string();
    const std::string catalog = places.has_database() ? catalog_place(places)->name() : data;
    const std::string files = places.bucket ? places.bucket->url : data;
    return catalog == files ? catalog : catalog + ", packages in " + files;
}

}  // namespace slipway::publishing
