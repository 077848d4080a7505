//! `harmonized.parquet`: the observations, typed; texts are encoded by dictionary.
//!
//! Through the column writers of the library, for its Arrow side would triple the build and there is nothing here that needs it.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::csv::{Column, Kind, Table, harmonized, observation};
use super::format::{Error, Files, Format};
use crate::release::Dataset;

pub(super) fn files(dataset: &Dataset) -> Result<Files, Error> {
    let table = harmonized(dataset.codebook().structure).told(dataset.has_sources());
    let rows: Vec<Vec<String>> = dataset.figures().iter().map(|figure| table.pick(observation(figure, dataset.codebook()))).collect();
    let bytes = write(&table, &rows).map_err(|error| Error::of(Format::Parquet, &error))?;
    Ok(vec![("harmonized.parquet".to_owned(), bytes)])
}

fn write(table: &Table, rows: &[Vec<String>]) -> Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(|column| field(column).map(Arc::new)).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("harmonized").with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_created_by(format!("roundup {}", env!("CARGO_PKG_VERSION"))).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    let mut place = 0;
    while let Some(mut column) = group.next_column()? {
        let texts: Vec<&str> = rows.iter().map(|row| row.get(place).map_or("", String::as_str)).collect();
        let is_required = table.columns.get(place).is_some_and(|column| column.is_required);
        fill(column.untyped(), &texts, is_required)?;
        column.close()?;
        place += 1;
    }
    group.close()?;
    writer.into_inner()
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let repetition = if column.is_required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let physical = match column.kind {
        Kind::Count | Kind::Signed => Physical::INT64,
        Kind::Number => Physical::DOUBLE,
        Kind::Text | Kind::Period | Kind::Code(_) | Kind::Word(_) => Physical::BYTE_ARRAY,
    };
    let builder = Type::primitive_type_builder(column.name, physical).with_repetition(repetition);
    match physical {
        Physical::BYTE_ARRAY => builder.with_logical_type(Some(LogicalType::String)).with_converted_type(ConvertedType::UTF8),
        // A count is never negative, and the type says so.
        Physical::INT64 => builder.with_logical_type(Some(LogicalType::integer(64, false))).with_converted_type(ConvertedType::UINT_64),
        _ => builder,
    }
    .build()
}

/// Writes a column; what is empty is null where the column may be.
fn fill(writer: &mut ColumnWriter<'_>, texts: &[&str], is_required: bool) -> Result<(), ParquetError> {
    let present = || texts.iter().filter(|text| is_required || !text.is_empty());
    let levels: Vec<i16> = texts.iter().map(|text| i16::from(!text.is_empty())).collect();
    let levels = (!is_required).then_some(levels.as_slice());
    let no_number = |text: &str| ParquetError::General(format!("\"{text}\" is not a number"));
    match writer {
        ColumnWriter::Int64ColumnWriter(typed) => {
            let count = |text: &&str| text.parse().map(u64::cast_signed).map_err(|_| no_number(text));
            let values = present().map(count).collect::<Result<Vec<i64>, _>>()?;
            typed.write_batch(&values, levels, None)?;
        }
        ColumnWriter::DoubleColumnWriter(typed) => {
            let values = present().map(|text| text.parse().map_err(|_| no_number(text))).collect::<Result<Vec<f64>, _>>()?;
            typed.write_batch(&values, levels, None)?;
        }
        ColumnWriter::ByteArrayColumnWriter(typed) => {
            let values: Vec<ByteArray> = present().map(|text| ByteArray::from(*text)).collect();
            typed.write_batch(&values, levels, None)?;
        }
        _ => return Err(ParquetError::General("a column of a type that the schema does not have".to_owned())),
    }
    Ok(())
}
