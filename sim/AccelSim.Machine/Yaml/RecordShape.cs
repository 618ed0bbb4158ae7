using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AccelSim.Machine.Yaml;

/// <summary>What a record type looks like in a file: its keys, in declaration order, base type first.</summary>
internal sealed record RecordShape(ImmutableArray<RecordShape.Member> Members)
{
    /// <summary>One bindable property.</summary>
    internal sealed record Member(PropertyInfo Property, string Key, bool Required, BoundsAttribute? Bounds, bool Untimed);

    public static RecordShape Of(Type type)
    {
        var lineage = new List<Type>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            lineage.Insert(0, t);
        }

        var members = lineage
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(p => p.SetMethod is not null)
            .Select(p => new Member(
                p,
                p.GetCustomAttribute<KeyAttribute>()?.Key ?? JsonNamingPolicy.CamelCase.ConvertName(p.Name),
                p.IsDefined(typeof(RequiredMemberAttribute)),
                p.GetCustomAttribute<BoundsAttribute>(),
                p.IsDefined(typeof(UntimedAttribute))));
        return new RecordShape([.. members]);
    }
}
