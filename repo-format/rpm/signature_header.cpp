// Putting signatures into an rpm without librpm, as rpmsign does it (rpm: sign/rpmgensig.c). Nothing a signature or a
// digest covers lies in the signature header, so it can be rebuilt freely as long as it obeys the rules of
// header_checks.cpp: entries sorted by tag, values in that order and aligned, the region's trailer at the very end.
//
// The lead is kept, older signatures go, the new ones come in, and RESERVEDSPACE gives way by as much as they take, so
// that the main header stays at its offset when the room suffices. It is also cut where the data would exceed the
// 8192 bytes that rpm 4.11 and 4.14 (EL7, EL8) accept. What else the header holds, signatures of files above all, may
// exceed them by itself; then only rpm 4.16 and later read the package, signed or not.
#include "repo-format/rpm/signature_header.hpp"

#include "repo-format/rpm/header_checks.hpp"
#include "repo-format/rpm/lead.hpp"

#include <algorithm>
#include <vector>

namespace slipway::rpm {
namespace {

constexpr std::size_t max_data_for_old_readers = 8192;
constexpr std::size_t region_size = 16;

/// A value of the header under construction.
struct Value {
    Tag tag;
    ValueType type;
    std::uint32_t count;
    std::string data;
};

bool is_signature(Tag tag) {
    return tag == sigtag::dsa_header || tag == sigtag::rsa_header || tag == sigtag::openpgp || tag == sigtag::pgp ||
           tag == sigtag::gpg || tag == sigtag::pgp5;
}

bool is_reserve(Tag tag) { return tag == sigtag::reserved_space || tag == sigtag::reserved; }

std::uint32_t size_32(const std::string& data) { return static_cast<std::uint32_t>(data.size()); }

/// What stays of the old header: everything but signatures and reserved space.
std::vector<Value> lasting_values(const Header& old) {
    std::vector<Value> values;
    for (const auto& entry : old.entries())
        if (!is_signature(entry.tag) && !is_reserve(entry.tag))
            values.push_back({entry.tag, entry.type, entry.count, std::string(old.data_of(entry))});
    return values;
}

void add_signatures(std::vector<Value>& values, const Signatures& signatures) {
    const bool rsa = signatures.kind == SignatureKind::rsa;
    const auto add = [&](Tag tag, const std::string& packet) {
        values.push_back({tag, ValueType::binary, size_32(packet), packet});
    };
    add(rsa ? sigtag::rsa_header : sigtag::dsa_header, signatures.header);
    if (signatures.header_and_payload) add(rsa ? sigtag::pgp : sigtag::gpg, *signatures.header_and_payload);
}

void append_entry(std::string& out, Tag tag, ValueType type, std::uint32_t offset, std::uint32_t count) {
    append_big_endian_32(out, tag);
    append_big_endian_32(out, static_cast<std::uint32_t>(type));
    append_big_endian_32(out, offset);
    append_big_endian_32(out, count);
}

/// The header that holds these values, without padding.
std::string lay_out(std::vector<Value> values) {
    std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) { return a.tag < b.tag; });
    const auto index_length = static_cast<std::uint32_t>(values.size() + 1);
    std::string index;
    std::string data;
    for (const Value& value : values) {
        const std::uint32_t alignment = alignment_of(value.type);
        data.append((alignment - data.size() % alignment) % alignment, '\0');
        append_entry(index, value.tag, value.type, size_32(data), value.count);
        data += value.data;
    }
    std::string region;
    append_entry(region, tag::signatures, ValueType::binary, size_32(data), region_size);
    append_entry(data, tag::signatures, ValueType::binary, 0u - static_cast<std::uint32_t>(entry_size) * index_length,
                 region_size);

    std::string header(header_magic);
    append_big_endian_32(header, index_length);
    append_big_endian_32(header, size_32(data));
    return header + region + index + data;
}

std::size_t data_size(const std::string& header, std::size_t values) {
    return header.size() - intro_size - entry_size * (values + 1);
}

/// The new header with as much reserved space as keeps it at `wanted` bytes, or none where it is larger already.
/// rpm 4 keeps the space in 1008, rpm 6 in 999.
std::string fill_up(const std::vector<Value>& values, Tag reserve_tag, std::size_t wanted) {
    std::string bare = lay_out(values);
    const std::size_t room_for_data =
        max_data_for_old_readers - std::min(max_data_for_old_readers, data_size(bare, values.size()));
    if (wanted <= bare.size() + entry_size || room_for_data == 0) return bare;
    // At most 7 bytes of the reserve stand before an aligned value and save its padding; the loop finds them.
    std::size_t reserve = std::min(wanted - bare.size() - entry_size + 7, room_for_data);
    for (; reserve > 0; --reserve) {
        auto filled = values;
        filled.push_back(
            {reserve_tag, ValueType::binary, static_cast<std::uint32_t>(reserve), std::string(reserve, '\0')});
        std::string header = lay_out(std::move(filled));
        if (header.size() <= wanted && data_size(header, values.size() + 1) <= max_data_for_old_readers) return header;
    }
    return bare;
}

}  // namespace

Result<std::string> with_signatures(const RandomAccess& file, const RpmPackage& package, const Signatures& signatures) {
    if (package.format == 3)
        return Error("unsupported-format"_problem,
                     "packages of rpm 3 cannot be signed: rebuild it with rpm 4 or later, or upload it to a repository "
                     "that does not sign its packages (sign_packages off)");
    std::vector<Value> values = lasting_values(package.signature);
    add_signatures(values, signatures);

    const Tag reserve_tag = package.signature.has(sigtag::reserved) ? sigtag::reserved : sigtag::reserved_space;
    const std::string header = fill_up(values, reserve_tag, package.signature.bytes().size());
    if (const auto reparsed = Header::parse(header, HeaderKind::signature); !reparsed.ok()) return reparsed.error();

    std::string before_main = TRY(file.read(0, lead_size));
    before_main += header;
    before_main.append((8 - before_main.size() % 8) % 8, '\0');
    return before_main;
}

}  // namespace slipway::rpm
