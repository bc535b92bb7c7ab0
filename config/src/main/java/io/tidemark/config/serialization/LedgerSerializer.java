package io.tidemark.config.serialization;

import io.tidemark.command.axon.AccountAggregate;
import io.tidemark.command.axon.AccountFactory;
import io.tidemark.messages.catalog.EventCatalog;
import io.tidemark.messages.event.AccountEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/**
 * Axon's serializer for everything that is stored: the ledger's events and snapshots by their own codecs under the
 * names of {@link EventCatalog}, all else (tokens, an embedding application's events) by Jackson 3 under class names.
 * Thread-safe.
 */
public final class LedgerSerializer extends Jackson3Serializer {

    private static final SimpleSerializedType SNAPSHOT = new SimpleSerializedType("account-snapshot", "1");

    private final EventCodec events = new EventCodec();
    private final SnapshotCodec snapshots;
    private final Map<Class<?>, SerializedType> typesByClass = new HashMap<>();
    private final Map<String, EventCatalog.Entry> entriesByName = new HashMap<>();

    /** A serializer whose snapshots become accounts of the given factory. */
    public LedgerSerializer(AccountFactory accounts) {
        super(builder()
                .jsonMapperBuilderCustomizer(mapper ->
                        // Axon 4.13.0 stores a reset's context as an untyped object, which Jackson 3 reads back only
                        // where
                        // such types are allowed (AxonFramework #4160).
                        mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.")
                                .allowIfSubType("java.util.")
                                .build())));
        this.snapshots = new SnapshotCodec(accounts);
        for (EventCatalog.Entry entry : EventCatalog.entries()) {
            typesByClass.put(entry.type(), new SimpleSerializedType(entry.name(), entry.revision()));
            entriesByName.put(entry.name(), entry);
        }
        typesByClass.put(AccountAggregate.class, SNAPSHOT);
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> expectedRepresentation) {
        byte[] bytes = null;
        if (object instanceof AccountEvent event) {
            bytes = events.encode(event);
        } else if (object instanceof AccountAggregate aggregate) {
            bytes = snapshots.encode(aggregate);
        }
        if (bytes == null) {
            return super.serialize(object, expectedRepresentation);
        }
        SerializedType type = typeForClass(object.getClass());
        return new SimpleSerializedObject<>(
                getConverter().convert(bytes, expectedRepresentation), expectedRepresentation, type);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // The caller names what it stored, as Axon declares.
    public <S, T> T deserialize(SerializedObject<S> serializedObject) {
        SerializedType type = serializedObject.getType();
        if (SNAPSHOT.getName().equals(type.getName())) {
            requireRevision(type.getName(), type.getRevision(), SNAPSHOT.getRevision());
            return (T) snapshots.decode(bytes(serializedObject));
        }
        Class<? extends AccountEvent> event = eventType(type.getName(), type.getRevision());
        return event == null ? super.deserialize(serializedObject) : (T) events.decode(event, bytes(serializedObject));
    }

    /** A reader for many events, for one thread. */
    public EventReader eventReader() {
        return new EventReader(this, events);
    }

    /**
     * The class that the stored name of an event stands for; {@code null} if it is none of the ledger's.
     *
     * @throws IllegalArgumentException if it is of a revision that cannot be read
     */
    @Nullable
    Class<? extends AccountEvent> eventType(String name, @Nullable String revision) {
        EventCatalog.Entry entry = entriesByName.get(name);
        if (entry == null) {
            return null;
        }
        requireRevision(name, revision, entry.revision());
        return entry.type();
    }

    private <S> byte[] bytes(SerializedObject<S> serializedObject) {
        return getConverter().convert(serializedObject, byte[].class).getData();
    }

    /** An event of another revision must have passed an upcaster; read as it is, it would lose or invent facts. */
    private static void requireRevision(String name, @Nullable String found, String readable) {
        if (!Objects.equals(found, readable)) {
            throw new IllegalArgumentException("cannot read " + name + " of revision " + found + ", only " + readable);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // As Axon declares it.
    public SerializedType typeForClass(Class type) {
        SerializedType known = typesByClass.get(type);
        return known == null ? super.typeForClass(type) : known;
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        EventCatalog.Entry entry = entriesByName.get(type.getName());
        if (entry != null) {
            return entry.type();
        }
        return SNAPSHOT.getName().equals(type.getName()) ? AccountAggregate.class : super.classForType(type);
    }
}
