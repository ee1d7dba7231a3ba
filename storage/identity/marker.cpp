#include "storage/identity/marker.hpp"

#include "base/files/durable.hpp"
#include "base/hex.hpp"

#include <array>
#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace slipway::storage {
namespace {

constexpr std::string_view first_word = "slipway-data ";
constexpr std::size_t id_digits = 32;
constexpr std::size_t longest_marker = 200;

}  // namespace

Path marker_of(const Path& data) { return data / "slipway.id"; }

Result<std::string> new_directory_id() {
    std::array<char, id_digits / 2> random{};
    const auto received = ::getrandom(random.data(), random.size(), 0);
    if (received != static_cast<ssize_t>(random.size()))
        return Error(Fault::io, "no random numbers: " + std::generic_category().message(errno));
    return to_hex({random.data(), random.size()});
}

Result<> refuse_link(const Path& path) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) return {};
    if (error) return Error(Fault::io, "stat " + path.string() + ": " + error.message());
    if (!std::filesystem::is_symlink(status)) return {};
    return Error(Fault::unsupported,
                 path.string() + " is a symbolic link, which is not followed; put the file itself there");
}

Result<std::optional<std::string>> read_id(FileSystem& files, const Path& path) {
    TRY(refuse_link(path));
    const auto file = files.open_to_read(path);
    if (!file.ok() && file.error().fault() == Fault::not_found) return std::optional<std::string>();
    if (!file.ok()) return file.error();
    const std::string text = TRY((*file)->read(0, longest_marker));
    const bool is_marker = text.starts_with(first_word) && text.size() == first_word.size() + id_digits + 1 &&
                           text.ends_with('\n') && from_hex(text.substr(first_word.size(), id_digits)).has_value();
    if (!is_marker)
        return Error(Fault::unsupported, path.string() +
                                             " is damaged: it must hold \"slipway-data\" and an id of 32 hex digits; "
                                             "bring it back from a backup of the directory");
    return std::optional(text.substr(first_word.size(), id_digits));
}

Result<> write_id(FileSystem& files, const Path& path, const std::string& id, mode_t mode) {
    return replace_atomically(files, path, std::string(first_word) + id + "\n", mode);
}

Result<std::optional<std::string>> read_marker(FileSystem& files, const Path& data) {
    return read_id(files, marker_of(data));
}

Result<> write_marker(FileSystem& files, const Path& data, const std::string& id) {
    return write_id(files, marker_of(data), id);
}

}  // namespace slipway::storage
