#include "server/api/resources/settings_schemas.hpp"

#include "server/api/routing/schemas.hpp"

namespace slipway::api {
namespace {

constexpr Schema kept_number(std::string_view description = {}) { return or_null(a_number(1, most_kept, description)); }

constexpr std::array keep_members = {
    required("versions", kept_number("So many newest versions of each package.")),
    required("days", kept_number("And those uploaded within so many days.")),
};
constexpr std::array keep_setting_members = {
    maybe("versions", kept_number("So many newest versions of each package.")),
    maybe("days", kept_number("And those uploaded within so many days.")),
};
constexpr Schema keep_setting_schema = a_body("", keep_setting_members);

constexpr std::array retention_members = {required("revisions", kept_number()), required("days", kept_number())};
constexpr std::array retention_setting_members = {maybe("revisions", kept_number()), maybe("days", kept_number())};
constexpr auto about_retention =
    "Which past revisions stay: the newest so many of each channel, and those that were its content within so many "
    "days. Null: all.";
constexpr Schema retention_schema = an_answer("", retention_members);
constexpr Schema retention_setting_schema = a_body("", retention_setting_members);

constexpr auto about_pattern = "Of their names: a beginning and `*`.";
constexpr auto about_base = "The channel with whose content they begin; null: empty.";
constexpr auto about_ttl = "How long they live without an upload: days (`14d`) or hours (`12h`).";
constexpr auto about_ephemeral = "Channels that the first upload into them makes; null: none.";
constexpr std::array ephemeral_members = {
    required("pattern", a_text(about_pattern)),
    required("base", or_null(a_text(about_base))),
    required("ttl", a_text(about_ttl)),
};
constexpr std::array ephemeral_setting_members = {
    maybe("pattern", or_null(a_text(about_pattern))),
    maybe("base", or_null(a_text(about_base))),
    maybe("ttl", or_null(a_text(about_ttl))),
};
constexpr Schema ephemeral_schema = an_answer("EphemeralRule", ephemeral_members);
constexpr Schema ephemeral_setting_schema = a_body("EphemeralSetting", ephemeral_setting_members);

constexpr std::array distro_members = {
    required("name", a_name()),
    required("format", one_of("deb rpm")),
    required("architectures", texts()),
    maybe("components", texts("Of deb.")),
    maybe("compression", one_of("gz zst", "Of rpm.")),
    required("default", a_flag("Takes uploads of its format unless told.")),
};
constexpr std::array distro_setting_members = {
    maybe("name", or_null(a_name("As in the path; within a repository's declaration it has to be told."))),
    maybe("format", or_null(one_of("deb rpm", "Of a new one; never changed."))),
    maybe("architectures", or_null(texts("Exact; null: `amd64 arm64`, `x86_64 aarch64`."))),
    maybe("components", or_null(texts("Exact, of deb; the first is where uploads go unless told; null: `main`."))),
    maybe("compression", or_null(one_of("gz zst", "Of yum's documents; null: `gz`."))),
    maybe("default", or_null(a_flag("For its format; null: where no other is."))),
};

constexpr auto about_protected = "No upload and no removal: only promotion and rollback change the content.";
constexpr auto about_sources = "The channels that may be promoted into this one; null: every channel.";
constexpr auto about_keep = "How much of each package's past stays; the newest version always does.";
constexpr auto about_immutable = "A version that was once here never changes its bytes; null: true.";
constexpr Schema architecture_names_schema = texts();
constexpr std::array channel_members = {
    required("name", a_name()),
    required("revision", an_integer()),
    required("root", a_text("Equal for equal content.")),
    required("package_count", an_integer()),
    required("architectures",
             a_map_of(architecture_names_schema,
                      "By distro, those of which the channel has an index: what the distro declares, then what its "
                      "packages need besides.")),
    required("updated_at", a_date()),
    required("expires_at",
             or_null(a_date("When an ephemeral channel ends unless something is uploaded; null: it does not expire."))),
    required("immutable_versions", a_flag()),
    required("protected", a_flag(about_protected)),
    required("promote_from", or_null(texts(about_sources))),
    required("keep", the(keep_schema)),
};
constexpr Member channel_name_member = maybe("name", or_null(a_name("As in the path.")));
constexpr Member immutable_member = maybe("immutable_versions", or_null(a_flag(about_immutable)));
constexpr Member protected_member = maybe("protected", or_null(a_flag(about_protected)));
constexpr Member sources_member = maybe("promote_from", at_least(1, or_null(texts(about_sources))));
constexpr Member keep_member = maybe("keep", or_null(the(keep_setting_schema, about_keep)));
constexpr Schema as_answered_schema = anything("As answers have it; changes nothing.");
constexpr std::array channel_setting_members = {
    channel_name_member, immutable_member, protected_member, sources_member, keep_member,
};
constexpr std::array channel_declaration_members = {
    channel_name_member,
    immutable_member,
    protected_member,
    sources_member,
    keep_member,
    maybe("revision", as_answered_schema),
    maybe("root", as_answered_schema),
    maybe("package_count", as_answered_schema),
    maybe("architectures", as_answered_schema),
    maybe("updated_at", as_answered_schema),
    maybe("expires_at", as_answered_schema),
};

constexpr std::array repository_members = {
    required("name", a_name()),
    required("description", a_text()),
    required("origin", a_text()),
    required("sign_packages", a_flag()),
    required("visibility", one_of("public")),
    required("ephemeral", or_null(the(ephemeral_schema, about_ephemeral))),
    required("retention", or_null(the(retention_schema, about_retention))),
    required("distros", a_list_of(distro_schema)),
    required("channels", a_list_of(channel_schema)),
};
constexpr Member repository_name_member = maybe("name", or_null(a_name("As in the path.")));
constexpr Member description_member = maybe("description", or_null(a_text("For people; stands in `Release`.")));
constexpr Member origin_member = maybe(
    "origin",
    or_null(a_text_like("^[A-Za-z0-9 ._-]{1,64}$", "`Origin` and `Label` of Release files; never changed later.")));
constexpr Member sign_member = maybe("sign_packages", or_null(a_flag("Whether uploaded rpms are signed; null: true.")));
constexpr Member visibility_member = maybe("visibility", or_null(one_of("public")));
constexpr Member ephemeral_member = maybe("ephemeral", or_null(the(ephemeral_setting_schema, about_ephemeral)));
constexpr Member retention_member = maybe("retention", or_null(the(retention_setting_schema, about_retention)));
constexpr std::array repository_setting_members = {
    repository_name_member, description_member, origin_member,    sign_member,
    visibility_member,      ephemeral_member,   retention_member,
};
constexpr std::array repository_declaration_members = {
    repository_name_member,
    description_member,
    origin_member,
    sign_member,
    visibility_member,
    ephemeral_member,
    retention_member,
    maybe("distros", or_null(a_list_of(distro_settings_schema,
                                       "Each with its name: made where it is not there, else untouched."))),
    maybe("channels", or_null(a_list_of(channel_declaration_schema,
                                        "Each with its name: made where it is not there, else untouched."))),
};

}  // namespace

constexpr Schema keep_schema = an_answer("Keep", keep_members, about_keep);

constexpr Schema distro_schema = an_answer("Distro", distro_members);
constexpr Schema distro_settings_schema = a_body("DistroSettings", distro_setting_members);

constexpr Schema channel_schema = an_answer("Channel", channel_members);
constexpr Schema channel_declaration_schema = a_body("ChannelDeclaration", channel_declaration_members);
constexpr Schema channel_settings_schema = a_body("ChannelSettings", channel_setting_members);

constexpr Schema repository_schema = an_answer("Repository", repository_members);
constexpr Schema repository_declaration_schema = a_body("RepositoryDeclaration", repository_declaration_members);
constexpr Schema repository_settings_schema = a_body("RepositorySettings", repository_setting_members);

}  // namespace slipway::api
